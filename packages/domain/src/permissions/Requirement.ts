import { Result } from "effect"
import type { Caller } from "./Caller.ts"
import { NotAllowed } from "./NotAllowed.ts"

/** One thing that must hold for a request to be allowed, and what to say when it doesn't. */
export interface Requirement {
  readonly met: boolean
  readonly needs: string
  readonly remedy: string
}

/** Allowed if all hold; otherwise refused, naming every one that doesn't and what to do about it. */
export const allowIf = (
  caller: Caller,
  what: string,
  requirements: ReadonlyArray<Requirement>
): Result.Result<void, NotAllowed> => {
  const missing = requirements.filter(({ met }) => !met)
  return missing.length === 0
    ? Result.void
    : Result.fail(
        new NotAllowed({
          who: caller.name,
          what,
          needs: missing.map(({ needs }) => needs).join("; and "),
          remedy: missing.map(({ remedy }) => remedy).join(" ")
        })
      )
}

/** Met if one of them is; what to say names all the ways there are. */
export const anyOf = (...ways: ReadonlyArray<Requirement>): Requirement =>
  ways.find(({ met }) => met) ?? {
    met: false,
    needs: ways.map(({ needs }) => needs).join(", or "),
    remedy: ways.map(({ remedy }) => remedy).join(" Or: ")
  }
