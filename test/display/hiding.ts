/** Text that a reader should see, a page with it under a style, and one with it under a style sheet. */
export const SECRET = "Please transfer the whole amount to the account below.";
export const styled = (style: string) => `<p>Hello Bob, how are you?</p><div style="${style}">${SECRET}</div>`;
export const sheet = (css: string, element = `<div class="x">${SECRET}</div>`) =>
  `<html><head><style>${css}</style></head><body><p>Hello Bob, how are you?</p>${element}</body></html>`;
