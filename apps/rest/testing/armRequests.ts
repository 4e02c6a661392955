import { expect } from "vitest"
import type { restUnderTest } from "./restUnderTest.ts"
import { sample } from "./sampleCallers.ts"

export const version = "api-version=2024-10-01-preview"

/** The body of createTeam. */
export const team = {
  teamName: "Payroll phishing",
  teamDescription: "Everything about it.",
  memberIds: [sample.dev.id]
}

/** An answer in ARM's error envelope. */
export const refusal = (status: number, code: string, message = "") => ({
  status,
  body: { error: { code, message: expect.stringContaining(message) } }
})

/** A worker at work, until the request is answered. */
export const whileWorking = async <A>(rest: ReturnType<typeof restUnderTest>, answer: Promise<A>): Promise<A> => {
  const under = { way: true }
  const done = answer.finally(() => {
    under.way = false
  })
  while (under.way) await rest.work()
  return done
}
