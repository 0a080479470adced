import { stringWidth } from './libraries.ts';

/** Made as the first text is cut: that takes milliseconds. */
let graphemes: Intl.Segmenter | undefined;

/** `text` in at most `width` columns, with an ellipsis where something was cut. Control characters are left out. */
export function cut(text: string, width: number): string {
  const clean = text.replaceAll(/\p{Cc}/gu, ' ');
  if (stringWidth(clean) <= width) {
    return clean;
  }
  let kept = '';
  let room = width - 1;
  graphemes ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  for (const { segment } of graphemes.segment(clean)) {
    room -= stringWidth(segment);
    if (room < 0) {
      break;
    }
    kept += segment;
  }
  return width > 0 ? `${kept}…` : '';
}

/** `text` in exactly `width` columns. */
export function fit(text: string, width: number): string {
  const short = cut(text, width);
  return short + ' '.repeat(Math.max(0, width - stringWidth(short)));
}

/** As many of `parts` as fit into `width` columns, from the first. */
export function join(parts: readonly string[], width: number, separator: string = ' · '): string {
  let line = '';
  for (const part of parts) {
    const longer = line === '' ? part : line + separator + part;
    if (stringWidth(longer) > width) {
      break;
    }
    line = longer;
  }
  return line;
}
