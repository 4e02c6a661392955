import { IncidentHand } from "@incident-teams/adapter-memory/IncidentHand"
import { renameTeam } from "@incident-teams/application/use-cases/renameTeam"
import { anyText, outsideIsolates, rightToLeft, unsafe } from "@incident-teams/domain/testing/ArbitraryText"
import { Effect } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { settle } from "../reconcile/RestingWorld.ts"
import { as } from "../testing/Cast.ts"
import { inMemoryWorld } from "../testing/MemoryWorld.ts"
import { openTeam, stored, truthOf } from "../testing/teamsInTheWorld.ts"

const withoutBreaks = (text: string): string => text.replaceAll(/[\n\t]/gu, "")

describe("texts that leave us", () => {
  it("never bring anything that can't be seen into Teams, nor lines of somebody else's into our comment", () =>
    fc.assert(
      fc.asyncProperty(anyText, anyText, fc.boolean(), (name, description, typed) =>
        inMemoryWorld(
          Effect.gen(function* () {
            const texts = { name: `INC ${name}`, description }
            const { team, incident } = yield* openTeam(
              typed ? texts : { about: { title: name, description: texts.description } }
            )
            yield* renameTeam(as("ben"), team, { description: `${description}${name}` })
            yield* settle()
            const truth = yield* truthOf(team)
            expect(truth.name).not.toMatch(unsafe)
            expect(withoutBreaks(truth.description)).not.toMatch(unsafe)
            expect(yield* stored(team)).toMatchObject({ team: { name: truth.name, description: truth.description } })

            const [comment] = yield* (yield* IncidentHand).commentsOf(incident)
            const [first = "", ...rest] = (comment?.message ?? "").split("\n")
            expect(rest).toEqual([truth.link, expect.stringMatching(/^The team is archived when/u)])
            expect(first).toMatch(/^Incident team: /u)
            expect(outsideIsolates(first)).not.toMatch(unsafe)
            expect(outsideIsolates(first)).not.toMatch(rightToLeft)
            expect(first).not.toMatch(/[<>[\]]|:\/\//u)
          })
        )
      ),
      { numRuns: 25 }
    ))
})
