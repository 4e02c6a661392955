import { PersonId } from "@incident-teams/domain/ids/directoryIds"
import { expect, it } from "vitest"
import { denialSentence } from "./access.ts"

const ben = { kind: "person", id: PersonId.make("00000000-0000-4000-8000-000000000001"), name: "Ben Sample" } as const

it("says who denied a request, and why if they said so", () => {
  expect([
    denialSentence({ by: ben, reason: "Ask tier 2" }),
    denialSentence({ by: ben }),
    denialSentence({ by: { kind: "system" } })
  ]).toEqual([
    "Ben Sample denied your access request: Ask tier 2.",
    "Ben Sample denied your access request.",
    "Incident Teams denied your access request."
  ])
})
