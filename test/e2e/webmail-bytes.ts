const HEAD = "From: Kim <kim@friends.example>\r\nTo: robin@home.example\r\nDate: Fri, 20 Nov 2026 06:00:00 +0000\r\n";

const message = (name: string, rest: string) =>
  Buffer.from(`${HEAD}Subject: octets ${name}\r\nMessage-ID: <${name}@friends.example>\r\n${rest}`, "latin1");

const BASE64 = Array.from({ length: 5000 }, () => "QUJD".repeat(19)).join("\r\n");

/** Messages whose octets programs like to change on the way: to be compared with the file on the disk. */
export function byteFixtures(): readonly Uint8Array[] {
  return [
    message("lf", "\r\nlines\r\nthat end in LF\r\n").toString("latin1").replaceAll("\r\n", "\n"),
    message("latin1", "Content-Type: text/plain; charset=iso-8859-1\r\n\r\nGr\xfc\xdfe, \xa3 5\r\n"),
    message(
      "utf8",
      `Content-Type: text/plain; charset=utf-8\r\n\r\n${Buffer.from("Grüße 山猫\r\n").toString("latin1")}`,
    ),
    message("invalid-utf8", "Content-Type: text/plain; charset=utf-8\r\n\r\n\xff\xfe\xc0\x80 and \xef\xbb\xbf\r\n"),
    message("no-final-newline", "\r\nthe end"),
    message("blanks", "\r\ntrailing \t \r\n\t\r\n\r\n\r\n"),
    message("long", `\r\n${"x".repeat(5000)}\r\n`),
    message("html", "Content-Type: text/html\r\n\r\n<p>&amp; &lt; <b>bold</b></p>\r\n"),
    message(
      "large",
      `Content-Transfer-Encoding: base64\r\nContent-Type: application/octet-stream\r\n\r\n${BASE64}\r\n`,
    ),
  ].map((one) => (typeof one === "string" ? Buffer.from(one, "latin1") : one));
}
