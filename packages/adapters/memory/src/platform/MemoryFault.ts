import type { CollaborationPlatform, PlatformFailure } from "@incident-teams/application/ports/CollaborationPlatform"
import type { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import type { Ending } from "./MemoryTeam.ts"

export type PlatformMethod = keyof CollaborationPlatform["Service"]

/** What goes wrong with some calls. */
export interface MemoryFault {
  /** Default: any method. */
  readonly method?: PlatformMethod
  /** Lets so many matching calls pass first. Default: 0. */
  readonly after?: number
  /** Touches so many calls. Default: 1. */
  readonly times?: number
  readonly happens:
    /** Without effect. */
    | { readonly _tag: "Before"; readonly failure: PlatformFailure }
    /** The call has its effect; the caller sees the failure. */
    | { readonly _tag: "AfterEffect"; readonly failure: PlatformFailure }
    /** No answer, ever; with or without effect. */
    | { readonly _tag: "Hangs"; readonly afterEffect: boolean }
    /** The operation that the call begins ends otherwise. */
    | { readonly _tag: "Ends"; readonly ending: Ending }
}

/** One call of the port. */
export interface MemoryCall {
  readonly method: PlatformMethod
  /** Absent where the team isn't known yet. */
  readonly team?: PlatformTeamId
  /** What the caller said it is for, see `CallPurpose`. */
  readonly purpose: string
  readonly at: number
}

/** The faults still to come; counts the calls that they wait for. */
export class MemoryFaults {
  #waiting: Array<{ readonly fault: MemoryFault; pass: number; left: number }> = []

  add(fault: MemoryFault): void {
    this.#waiting.push({ fault, pass: fault.after ?? 0, left: fault.times ?? 1 })
  }

  clear(): void {
    this.#waiting = []
  }

  /** The first fault that touches a call of `method`; one that still lets calls pass counts this one. */
  next(method: PlatformMethod): MemoryFault["happens"] | undefined {
    for (const waiting of this.#waiting) {
      if (waiting.left <= 0 || (waiting.fault.method !== undefined && waiting.fault.method !== method)) continue
      if (waiting.pass > 0) {
        waiting.pass -= 1
        continue
      }
      waiting.left -= 1
      return waiting.fault.happens
    }
    return undefined
  }
}
