import type { Io, Output } from '../io';

/** Emphasis on a terminal, and nothing elsewhere. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  yellow(text: string): string;
  green(text: string): string;
}

const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  yellow: [33, 39],
  green: [32, 39],
} as const satisfies Record<keyof Style, readonly [number, number]>;

export const plainStyle = styleOf(false);

/** Colour on a terminal only, never where NO_COLOR is set, always where FORCE_COLOR is. Source: https://no-color.org */
export function styleFor(output: Output, env: Io['env']): Style {
  if (env.NO_COLOR) return plainStyle;
  return styleOf(output.isTerminal || Boolean(env.FORCE_COLOR));
}

function styleOf(coloured: boolean): Style {
  const with_ =
    ([on, off]: readonly [number, number]) =>
    (text: string) =>
      coloured ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  return {
    bold: with_(codes.bold),
    dim: with_(codes.dim),
    red: with_(codes.red),
    yellow: with_(codes.yellow),
    green: with_(codes.green),
  };
}
