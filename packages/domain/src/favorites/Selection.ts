import { isSamePrincipal, type Principal, type PrincipalRef } from "./Principal.ts"

/** The people and groups chosen for a team that is being made, in the order of choosing, each at most once. */
export type Selection = ReadonlyArray<Principal>

/** Choosing somebody twice changes nothing. */
export const select = (selection: Selection, chosen: Principal): Selection =>
  selection.some((one) => isSamePrincipal(one, chosen)) ? selection : [...selection, chosen]

/** Favorites aren't touched by this, whoever it is. */
export const deselect = (selection: Selection, dropped: PrincipalRef): Selection =>
  selection.filter((one) => !isSamePrincipal(one, dropped))
