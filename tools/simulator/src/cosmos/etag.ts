import type { CosmosState } from "../platform/CosmosState.ts"

/** Returns an etag that the account has never had; quotes are part of it. */
export const newEtag = (state: CosmosState, now: number): string => {
  state.writes += 1
  const hex = (value: number): string => value.toString(16).padStart(8, "0")
  return `"${hex(state.writes)}-0000-0700-0000-${hex(Math.floor(now / 1_000))}0000"`
}
