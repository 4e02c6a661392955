/** Which rows of a long list are to be seen. */
export interface Window {
  /** Index of the first. */
  readonly from: number
  readonly size: number
}

/**
 * The window after the cursor moved: it follows as little as it must, so that the rows stand still under a cursor that
 * moves within. Never past the end.
 */
export const windowOn = (from: number, size: number, cursor: number, total: number): Window => {
  const followed = cursor < from ? cursor : cursor >= from + size ? cursor - size + 1 : from
  return { from: Math.max(0, Math.min(followed, total - size)), size }
}

/** `1-20 of 128`, or nothing where all are to be seen. `cut`: there may be more than the total. */
export const placeIn = ({ from, size }: Window, total: number, cut = false): string => {
  const all = cut ? `the first ${total}` : `${total}`
  if (total > size) return `${from + 1}-${Math.min(from + size, total)} of ${all}`
  return cut ? all : ""
}
