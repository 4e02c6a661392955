import type { Size } from "../../look/Size.ts"
import { bodySize } from "../frame/bodySize.ts"

/** How many incidents are to be seen at once: all of the body but the heads of the columns. */
export const rowsIn = (size: Size): number => Math.max(1, bodySize(size).rows - 1)

/** The narrowest terminal with room for a preview beside the list. */
const roomForPreview = 140

/** Cells of the preview beside the list; 0: none. */
export const previewWidth = ({ columns }: Size, wanted: boolean): number =>
  wanted && columns >= roomForPreview ? Math.floor(columns * 0.4) : 0
