import { readdirSync, readFileSync } from "node:fs"
import { replay } from "@incident-teams/domain/Decider"
import { changedChunks, type PeopleChunk } from "@incident-teams/domain/team/PeopleChunk"
import { teamDecider } from "@incident-teams/domain/team/teamDecider"
import { timelineFacts } from "@incident-teams/domain/team/timelineFacts"
import { timing } from "@incident-teams/domain/team/Timing"
import { Result, type Schema } from "effect"
import { describe, expect, it } from "vitest"
import { favoritesCodec } from "./FavoritesCodec.ts"
import type { RecordCodec } from "./RecordCodec.ts"
import { chunkCodec, eventCodec, rosterCodec, teamCodec } from "./TeamCodec.ts"

/**
 * Records as each schema version wrote them, recorded once with the code of that version and never edited: every phase,
 * every event, every optional member present and absent, and whole lives with the state that they led to.
 */
interface Corpus {
  readonly schemaVersion: number
  readonly lives: ReadonlyArray<{
    readonly events: ReadonlyArray<Schema.Json>
    readonly team: Schema.Json
    readonly people: ReadonlyArray<Schema.Json>
  }>
  readonly teams: ReadonlyArray<Schema.Json>
  readonly events: ReadonlyArray<Schema.Json>
  readonly people: ReadonlyArray<Schema.Json>
  readonly rosters: ReadonlyArray<Schema.Json>
  readonly favorites: ReadonlyArray<Schema.Json>
}

const folder = new URL("../../testing/stored/", import.meta.url)
const corpora = readdirSync(folder).map((file): Corpus => JSON.parse(readFileSync(new URL(file, folder), "utf8")))

describe.each(corpora)("records of schema version $schemaVersion", (corpus) => {
  const { schemaVersion } = corpus
  const read = <A>(codec: RecordCodec<A>, json: Schema.Json): A =>
    Result.getOrThrow(codec.decode("corpus", { schemaVersion, json }))
  /** Readable, and worth as much when today's code has written it again. */
  const staysReadable = <A>(codec: RecordCodec<A>, records: ReadonlyArray<Schema.Json>) => {
    expect(records).not.toHaveLength(0)
    for (const json of records) {
      const value = read(codec, json)
      expect(Result.getOrThrow(codec.decode("corpus", codec.encode(value)))).toStrictEqual(value)
    }
  }

  it("teams stay readable", () => staysReadable(teamCodec, corpus.teams))
  it("events stay readable", () => staysReadable(eventCodec, corpus.events))
  it("people stay readable", () => staysReadable(chunkCodec, corpus.people))
  it("rosters stay readable", () => staysReadable(rosterCodec, corpus.rosters))
  it("favorites stay readable", () => staysReadable(favoritesCodec, corpus.favorites))

  it("the stored events of a life name everyone and every group of whom they speak, and who requested it", () => {
    const lives = corpus.lives.map((life) => life.events.map((json) => read(eventCodec, json)))
    const told = lives.flatMap((events) =>
      timelineFacts(events).map((facts, index) => ({ facts, tag: events[index]?._tag }))
    )
    const answered = told.filter(({ tag }) => tag === "PeopleSettled")
    expect(answered.flatMap(({ facts }) => facts.people)).not.toHaveLength(0)
    for (const { facts } of answered) expect(facts.by).toBeDefined()
    for (const { facts } of told) {
      for (const { name } of facts.people) expect(name).not.toBe("")
      if (facts.group !== undefined) expect(facts.group.name).toMatch(/./u)
    }
  })

  it("L8: the stored events of a life lead to its stored team and people", () => {
    expect(corpus.lives).not.toHaveLength(0)
    for (const life of corpus.lives) {
      const events = life.events.map((json) => read(eventCodec, json))
      expect(replay(teamDecider(timing), events)).toStrictEqual(read(teamCodec, life.team))
      const chunks = new Map<number, PeopleChunk>()
      for (const event of events) {
        for (const chunk of changedChunks([...chunks.values()], [event])) chunks.set(chunk.chunk, chunk)
      }
      expect([...chunks.values()]).toStrictEqual(life.people.map((json) => read(chunkCodec, json)))
    }
  })
})
