const begin =
  '<!-- tenantry:begin, written anew with every request: your own text goes above or below -->';
const end = '<!-- tenantry:end -->';

/** GitHub takes no longer description. */
const longestBody = 65_536;

/** The description as it is sent, with marks around what may be replaced later. */
export function marked(body: string): string {
  return `${begin}\n\n${body.trim()}\n\n${end}\n`;
}

/**
 * The description with Tenantry's part replaced and everything that people wrote around it kept; `undefined` when the
 * marks are gone, or there is no room: then the description is a person's.
 */
export function replaced(
  description: string,
  body: string,
): string | undefined {
  // Forges may answer with other line ends than they were sent.
  const text = description.replace(/\r\n/g, '\n');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) return undefined;
  const whole =
    text.slice(0, from) + marked(body).trimEnd() + text.slice(to + end.length);
  return whole.length > longestBody ? undefined : whole;
}
