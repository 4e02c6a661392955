import { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import { Effect, Option, Schema } from "effect"
import { expect, it } from "vitest"
import { GraphClient } from "../GraphClient.ts"
import { NotDone, Refusal } from "../wire/CallFailure.ts"
import { expiresAt, renew } from "./expiration.ts"

const id = PlatformTeamId.make("7a1e0000-0000-4000-8000-000000000001")
const refusal = new Refusal({ status: 403, codes: ["Forbidden"], details: [], reason: "Refused.", remedy: "Ask." })

/** An archived team whose group refuses everything. */
const client = GraphClient.of({
  scale: 1,
  send: () => Effect.fail(refusal),
  json: ({ path }) =>
    path.startsWith("/teams/")
      ? Effect.succeed({ createdDateTime: { epochMilliseconds: 0 }, isArchived: true })
      : Effect.fail(refusal),
  list: () => Effect.succeed([])
})

/** A group that is read as this body. */
const reading = (body: unknown) =>
  expiresAt(
    GraphClient.of({
      ...client,
      json: (_, schema) =>
        Effect.mapError(Schema.decodeUnknownEffect(schema)(body), () => new NotDone({ reason: "Unreadable." }))
    }),
    id
  )

it("a team never expires only if that is what the group's own answer says", async () => {
  expect(await Effect.runPromise(reading({ id, expirationDateTime: null }))).toEqual(Option.none())
  expect(await Effect.runPromise(Effect.flip(reading({ value: [] })))).toMatchObject({ _tag: "PlatformBusy" })
})

it.each([
  ["read", expiresAt],
  ["moved", renew]
])("a date that can't be %s because of a refusal is never put down to the archive", async (_, call) => {
  const failure = await Effect.runPromise(Effect.flip(Effect.asVoid(call(client, id))))
  expect(failure).toMatchObject({ _tag: "PlatformRefused", reason: "Refused.", remedy: "Ask." })
})
