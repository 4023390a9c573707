/**
 * The name of the files of an alias without their ending: a web server decodes the URL's segment before it looks for one.
 * `ipp publish` writes such names, `ipp serve` hands them out and `ipp filter` reads them.
 * @returns undefined for what would be a path or a device, and for a file that servers hide
 */
export function fileName(localPart: string): string | undefined {
  return /^\.|[/\\:*?<>|\u0000-\u001f\u007f]/.test(localPart) ? undefined : localPart;
}
