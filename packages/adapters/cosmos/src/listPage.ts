import {
  type ListFilter,
  type Page,
  type PageRequest,
  type Stored,
  type StoreUnavailable,
  UnknownContinuation
} from "@incident-teams/application/ports/TeamStore"
import { Effect, Option, Schema } from "effect"
import type { CosmosContainer, Query } from "./CosmosContainer.ts"
import { listedAtShape } from "./TeamItem.ts"
import { wholeTeams } from "./wholeTeams.ts"
import { persistently } from "./wire/persistently.ts"

interface Condition {
  readonly text: string
  readonly parameters: Query["parameters"]
}

const conditions = (filter: ListFilter, after: string): ReadonlyArray<Condition> => {
  const phases = filter.phases?.map((phase, index) => [`phase${index}`, phase] as const)
  return [
    // Only teams' own items have it; nothing is before the empty text.
    { text: "c.listedAt > @after", parameters: { after } },
    ...(filter.workspace === undefined
      ? []
      : [{ text: "c.workspace = @workspace", parameters: { workspace: filter.workspace } }]),
    ...(phases === undefined
      ? []
      : [
          {
            text: `c.phase IN (${phases.map(([name]) => `@${name}`).join(", ")})`,
            parameters: Object.fromEntries(phases)
          }
        ]),
    ...(filter.blocked === undefined
      ? []
      : [{ text: "c.blocked = @blocked", parameters: { blocked: filter.blocked } }]),
    ...(filter.live === undefined ? [] : [{ text: "c.gone = @gone", parameters: { gone: !filter.live } }]),
    // Items that were written before these were kept have none: they are listed with neither, until they are written again.
    ...(filter.access === undefined ? [] : [{ text: "c.access = @access", parameters: { access: filter.access } }]),
    ...(filter.delayed === undefined ? [] : [{ text: "c.delayed = @delayed", parameters: { delayed: filter.delayed } }])
  ]
}

/** Where an item stands in the list, whether or not its team can be read. */
const placeIn = Schema.decodeUnknownOption(Schema.Struct({ listedAt: Schema.String }))

/** Where a page ended is a text that a team has for ever, so none moves from one page to another. */
export const listPage = (
  teams: CosmosContainer,
  filter: ListFilter,
  { limit, next }: PageRequest
): Effect.Effect<Page<Stored>, UnknownContinuation | StoreUnavailable> =>
  Effect.gen(function* () {
    if (next !== undefined && !listedAtShape.test(next)) return yield* new UnknownContinuation({ next })
    if (filter.phases?.length === 0) return { items: [] }
    const all = conditions(filter, next ?? "")
    const query: Query = {
      text: `SELECT TOP ${limit + 1} * FROM c WHERE ${all.map(({ text }) => text).join(" AND ")} ORDER BY c.listedAt`,
      parameters: Object.fromEntries(all.flatMap(({ parameters }) => Object.entries(parameters)))
    }
    const found = yield* persistently(teams.queryAcross(query))
    const items = yield* wholeTeams(teams, found.slice(0, limit))
    const last = found.length > limit ? Option.getOrUndefined(placeIn(found[limit - 1])) : undefined
    return { items, ...(last === undefined ? {} : { next: last.listedAt }) }
  })
