import { type Pixel, png } from "./png.ts"

/** Shapes are drawn on a square of 24 by 24, as `assets/icon.svg` is. */
type Shape = (x: number, y: number) => boolean

const circle =
  (centerX: number, centerY: number, radius: number): Shape =>
  (x, y) =>
    Math.hypot(x - centerX, y - centerY) <= radius

/** Straight shoulders, then a quarter of an ellipse on each side down to the point. */
const shield =
  (inset: number): Shape =>
  (x, y) => {
    const fromMiddle = Math.abs(x - 12)
    const [top, half, waist, point] = [1.5 + inset, 9 - inset, 11.4, 22.5 - inset]
    const shoulder = top + (fromMiddle / 9) * 3.5
    if (y < shoulder || fromMiddle > half) return false
    return y <= waist || (fromMiddle / half) ** 2 + ((y - waist) / (point - waist)) ** 2 <= 1
  }

/** Two people side by side. */
const people: Shape = (x, y) =>
  [9, 15].some(
    (middle) =>
      circle(middle, 10, 2.2)(x, y) ||
      (y <= 16.2 && y >= 13.2 && ((x - middle) / 3.4) ** 2 + ((y - 16.2) / 2.9) ** 2 <= 1)
  )

/** How much of a pixel a shape covers, by 16 points in it. */
const cover = (shape: Shape, size: number, x: number, y: number): number => {
  let inside = 0
  for (let row = 0; row < 4; row++) {
    for (let column = 0; column < 4; column++) {
      if (shape(((x + (column + 0.5) / 4) / size) * 24, ((y + (row + 0.5) / 4) / size) * 24)) inside += 1
    }
  }
  return inside / 16
}

const accent = [74, 84, 196] as const

/** 192 by 192: the shield in white on the accent color, over the whole square, as Teams rounds the corners itself. */
export const colorIcon = (): Uint8Array => {
  const small =
    (shape: Shape): Shape =>
    (x, y) =>
      shape(12 + (x - 12) * 1.5, 12 + (y - 12) * 1.5)
  return png(192, (x, y): Pixel => {
    const white = cover(small(shield(0)), 192, x, y) - cover(small(people), 192, x, y)
    const mixed = accent.map((channel) => Math.round(channel + (255 - channel) * Math.max(0, white)))
    const [red = 0, green = 0, blue = 0] = mixed
    return [red, green, blue, 255]
  })
}

/** 32 by 32: a white outline, and nothing else. */
export const outlineIcon = (): Uint8Array => {
  const line: Shape = (x, y) => (shield(0)(x, y) && !shield(1.6)(x, y)) || people(x, y)
  return png(32, (x, y): Pixel => [255, 255, 255, Math.round(cover(line, 32, x, y) * 255)])
}
