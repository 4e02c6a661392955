import type { Size } from "../../look/Panel.ts"

/** Lines of the head and of the foot. */
export const headLines = 2
export const footLines = 2

/** What is left between head and foot. */
export const bodySize = ({ columns, rows }: Size): Size => ({
  columns,
  rows: Math.max(0, rows - headLines - footLines)
})
