/** Every key that works on the screen below. */
export interface Help {
  readonly _tag: "Help"
  readonly from: number
}
