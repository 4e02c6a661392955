import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { IncidentIdOnWire } from "@incident-teams/api/values/Ids"
import { Effect, Option, Schema } from "effect"
import { Argument } from "effect/cli"
import type { Client } from "../../connection/client.ts"
import { CommandFailure } from "../CommandFailure.ts"
import type { Workspace } from "./workspaceFlag.ts"

/** How people name an incident. */
export const incidentArgument = Argument.String("incident").pipe(
  Argument.withDescription("The incident: its number, or its id (<workspace>~<name>).")
)

const idOf = Schema.decodeOption(IncidentIdOnWire)
const numberOf = (text: string): number | undefined => {
  const digits = /^#?(\d{1,9})$/u.exec(text)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

const notFound = (detail: string, remedy: string) =>
  new CommandFailure({ ending: "refused", type: "unknown-name", title: "There is no such incident", detail, remedy })

const several = (text: string, found: ReadonlyArray<IncidentView>) =>
  new CommandFailure({
    ending: "refused",
    type: "ambiguous-name",
    title: "Several incidents are called this",
    detail: `${text} is:\n${found.map(({ id, title }) => `  ${id}  ${title}`).join("\n")}`,
    remedy: "Name the one that you mean by its id, or its workspace: --workspace."
  })

/**
 * The id of the incident that a person names. A number is looked for in every workspace that is served, unless one is
 * named; what another one answers doesn't matter once it is found.
 */
export const incidentMeant = Effect.fnUntraced(function* (
  client: Client,
  text: string,
  workspace: Option.Option<Workspace>
) {
  const id = idOf(text)
  if (Option.isSome(id)) return id.value
  const number = numberOf(text)
  if (number === undefined) {
    return yield* notFound(
      `"${text}" is neither a number nor an id of an incident.`,
      "Name it like 1042 or soc~<name>."
    )
  }
  const aliases = Option.isSome(workspace)
    ? [workspace.value]
    : (yield* client.incidents.workspaces({})).items.map(({ alias }) => alias)
  const [pages, refusals] = yield* Effect.partition(
    aliases,
    (alias) => client.incidents.list({ query: { workspace: alias, number } }),
    { concurrency: 4 }
  )
  const found = pages.flatMap(({ items }) => items)
  const [only, ...others] = found
  if (others.length > 0) return yield* several(text, found)
  if (only !== undefined) return only.id
  const [refusal] = refusals
  // It isn't known to be nowhere as long as one of them couldn't be looked through.
  if (refusal !== undefined) return yield* Effect.fail(refusal)
  return yield* notFound(`No incident has the number ${number}.`, "See which there are: incident-teams incidents list.")
})
