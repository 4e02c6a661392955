import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { NotAllowedProblem } from "@incident-teams/api/problems/requestProblems"
import { IncidentIdOnWire } from "@incident-teams/api/values/Ids"
import { Effect, Option, Schema } from "effect"
import { Argument } from "effect/cli"
import type { Client } from "../../connection/client.ts"
import { CommandFailure } from "../CommandFailure.ts"
import type { Workspace } from "./workspaceFlag.ts"

/** An incident, by number or id. */
export const incidentArgument = Argument.String("incident").pipe(
  Argument.withDescription("The incident: its number or its id (<workspace>~<name>).")
)

/** Incidents, for a command that does the same for each. */
export const incidentsArgument = Argument.String("incident").pipe(
  Argument.withDescription(
    "The incidents: their numbers or ids (<workspace>~<name>). `-` reads a list of them from standard input."
  ),
  Argument.variadic({ min: 1 })
)

const idOf = Schema.decodeOption(IncidentIdOnWire)
const numberOf = (text: string): number | undefined => {
  const digits = /^#?(\d{1,9})$/u.exec(text)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

const notFound = (detail: string, remedy: string) =>
  new CommandFailure({ ending: "refused", type: "unknown-name", title: "Incident not found", detail, remedy })

const several = (text: string, found: ReadonlyArray<IncidentView>) =>
  new CommandFailure({
    ending: "refused",
    type: "ambiguous-name",
    title: "Several incidents have this number",
    detail: `${text} matches:\n${found.map(({ id, title }) => `  ${id}  ${title}`).join("\n")}`,
    remedy: "Use the incident's id, or name its workspace with --workspace."
  })

/** A member of the incident's team may see the incident without the list that its number is searched for in. */
const orById = <E extends { readonly _tag: string }>(refusal: E): E | NotAllowedProblem => {
  if (!(refusal instanceof NotAllowedProblem)) return refusal
  const { detail, instance, who, what, needs, remedy } = refusal
  return new NotAllowedProblem({
    detail,
    ...(instance === undefined ? {} : { instance }),
    who,
    what,
    needs,
    remedy: `If you are in the incident's team, use the incident's id, which is in the address of its Incident page. Otherwise: ${remedy}`
  })
}

/**
 * The id of the incident that the text names. A number is searched for in every workspace of the server, unless one is
 * given. Workspaces that fail don't matter once the incident is found in another one.
 */
export const resolveIncident = Effect.fnUntraced(function* (
  client: Client,
  text: string,
  workspace: Option.Option<Workspace>
) {
  const id = idOf(text)
  if (Option.isSome(id)) return id.value
  const number = numberOf(text)
  if (number === undefined) {
    return yield* notFound(
      `"${text}" is neither the number nor the id of an incident.`,
      "Use a number such as 1042, or an id such as soc~<name>."
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
  // As long as a workspace couldn't be searched, the incident may be there.
  if (refusal !== undefined) return yield* Effect.fail(orById(refusal))
  return yield* notFound(`No incident has the number ${number}.`, "List the incidents: incident-teams incidents list.")
})
