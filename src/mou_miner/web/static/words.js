// Words of a document and the stretches of its text. Offsets count code points, as everywhere in the program.

/** Return the words of a text as [start, end]; marks of punctuation are words of their own. */
export function wordsOf(points, start = 0, end = points.length) {
  const words = [];
  const text = points.slice(start, end).join("");
  const pattern = /[\p{L}\p{N}\p{M}]+(?:[-'’][\p{L}\p{N}\p{M}]+)*|[^\s\p{L}\p{N}\p{M}]\p{M}*/gu;
  // JavaScript counts UTF-16 units: the positions are turned into code points as we go.
  let unit = 0, point = start;
  for (const match of text.matchAll(pattern)) {
    point += [...text.slice(unit, match.index)].length;
    const length = [...match[0]].length;
    words.push([point, point + length]);
    point += length;
    unit = match.index + match[0].length;
  }
  return words;
}

/** Return the number of the first word that ends behind the offset. */
export function firstAfter(words, offset) {
  let low = 0, high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (words[middle][1] > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Return the numbers [first, last] of the words a span touches, null where there are none. */
export function wordsIn(words, start, end) {
  const first = firstAfter(words, start);
  let last = first;
  while (last < words.length && words[last][0] < end) last += 1;
  return first < last ? [first, last - 1] : null;
}

const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/gu;

/** Return words as they may be shown: characters that would turn the text around are dots, one for one. */
export const plain = (text) => text.replace(TURNING, "·");
