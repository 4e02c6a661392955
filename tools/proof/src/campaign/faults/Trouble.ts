import { defined } from "@incident-teams/domain/defined"
/** Something that goes wrong, and with how many calls in a row. */
export interface Trouble {
  readonly name: string
  readonly times: number
  /** As the simulator's control takes it. */
  readonly fault: Readonly<Record<string, unknown>>
  /** It holds the call until what arrives meanwhile is stored, and lets it go on then. */
  readonly untilOvertaken?: true
}

/** Another answer than the real one; a code where the usual one of that status won't do. */
export const answer = (status: number, code?: string, more: Readonly<Record<string, unknown>> = {}) => ({
  kind: "answer",
  status,
  ...defined({ code }),
  ...more
})
