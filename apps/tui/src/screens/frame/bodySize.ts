import type { Size } from "../../look/Size.ts"

/** Lines of the head and of the foot. */
const headLines = 2
const footLines = 2

/** What is left between head and foot. */
export const bodySize = ({ columns, rows }: Size): Size => ({
  columns,
  rows: Math.max(0, rows - headLines - footLines)
})

/** Within a panel's frame, a cell apart from it at both sides. */
export const insideOf = ({ columns, rows }: Size): Size => ({
  columns: Math.max(1, columns - 4),
  rows: Math.max(1, rows - 2)
})
