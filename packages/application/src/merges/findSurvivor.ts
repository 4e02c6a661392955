import { partsOfIncidentId } from "@incident-teams/domain/ids/IncidentId"
import { defenderIdOf } from "@incident-teams/domain/incident/defenderIdOf"
import type { IncidentSnapshot } from "@incident-teams/domain/incident/IncidentObservation"
import { type ChainProblem, followed, maximumMerges, type MergeChain } from "@incident-teams/domain/incident/MergeChain"
import { Effect, Option, Result } from "effect"
import {
  type IncidentKey,
  IncidentSource,
  type IncidentSourceUnavailable,
  type UnknownWorkspace
} from "../ports/IncidentSource.ts"
import type { InstallationTrouble } from "../ports/InstallationTrouble.ts"
import { ProviderIncidents, type ProviderUnavailable } from "../ports/ProviderIncidents.ts"

/** The incident that continues in place of one that is marked as merged. */
export type Survivor =
  | { readonly _tag: "Found"; readonly incident: IncidentSnapshot }
  /**
   * The incident isn't marked, or Defender says that it wasn't merged: a person may have added the label. Right after the
   * mark Defender may lag, so act on this only if it is still the answer some minutes later.
   */
  | { readonly _tag: "NotMerged" }
  /** The incident source or Defender lags behind. The answer may be another one later. */
  | { readonly _tag: "NotKnownYet"; readonly reason: string }
  /** The incident source names no surviving incident, and Defender can't be asked. */
  | { readonly _tag: "CantBeAsked"; readonly reason: string; readonly remedy: string }
  /** The merges lead back to an incident that was passed, or over more than ten. */
  | { readonly _tag: "NoEnd"; readonly reason: string; readonly remedy: string }

/** An incident that another one was merged into: in the workspace, or so far in Defender alone. */
type Place =
  | { readonly _tag: "InWorkspace"; readonly incident: IncidentSnapshot }
  | { readonly _tag: "InDefender"; readonly id: string }

/** One merge further, or the end of the search. */
type Next = { readonly _tag: "Next"; readonly place: Place } | Survivor

/** What a person does where it isn't found. */
export const askPerson =
  "Look up the surviving incident in the Microsoft Defender portal, and choose it as the one that continues."

const notYet = (what: string): Survivor => ({
  _tag: "NotKnownYet",
  reason: `${what} isn't in the workspace of the merged incident yet.`
})

const endless = (problem: ChainProblem, chain: MergeChain): Survivor => ({
  _tag: "NoEnd",
  reason:
    problem === "circular"
      ? `The merges lead in a circle, over ${chain.length} incidents.`
      : `The merges lead over more than ${maximumMerges} incidents.`,
  remedy: askPerson
})

const nameOf = (place: Place): string =>
  place._tag === "InWorkspace" ? place.incident.id : `Microsoft Defender ${place.id}`

type Failure = UnknownWorkspace | InstallationTrouble | IncidentSourceUnavailable | ProviderUnavailable

/**
 * Follows the merges of an incident to the one that wasn't merged: by the number that the incident source names,
 * otherwise by what Defender says.
 */
export const findSurvivor = Effect.fn("findSurvivor")(function* (merged: IncidentSnapshot) {
  const source = yield* IncidentSource
  const provider = yield* ProviderIncidents
  const { workspace } = partsOfIncidentId(merged.id)

  const inWorkspace = (key: IncidentKey) =>
    Effect.map(
      source.find(workspace, key),
      Option.map((incident): Place => ({ _tag: "InWorkspace", incident }))
    )

  /** `unmerged`: what it means that Defender didn't merge its incident `id`. */
  const askDefender = (id: string, unmerged: Survivor): Effect.Effect<Next, Failure> =>
    Effect.flatMap(provider.read(id), (answer): Effect.Effect<Next, Failure> => {
      switch (answer._tag) {
        case "Redirected":
          return Effect.map(inWorkspace({ defenderId: answer.into }), (found) => ({
            _tag: "Next",
            place: Option.getOrElse(found, () => ({ _tag: "InDefender", id: answer.into }))
          }))
        case "NotRedirected":
          return Effect.succeed(unmerged)
        case "Unknown":
          return Effect.succeed({ _tag: "NotKnownYet", reason: `Microsoft Defender doesn't know its incident ${id}.` })
        case "CantBeAsked":
          return Effect.succeed(answer)
      }
    })

  /** `unmerged`: what it means that only the label says that the incident was merged. */
  const afterMergeOf = (incident: IncidentSnapshot, unmerged: Survivor): Effect.Effect<Next, Failure> => {
    const into = incident.merged?.into
    if (into !== undefined) {
      return Effect.map(
        inWorkspace({ number: into }),
        Option.match({
          onNone: () => notYet(`Incident ${into}`),
          onSome: (place): Next => ({ _tag: "Next", place })
        })
      )
    }
    const defenderId = defenderIdOf(incident)
    return defenderId === undefined
      ? Effect.succeed({
          _tag: "CantBeAsked",
          reason: `Incident ${incident.number} isn't in Microsoft Defender, and the label alone doesn't say which incident it was merged into.`,
          remedy: askPerson
        })
      : askDefender(defenderId, unmerged)
  }

  const follow = (place: Place, chain: MergeChain): Effect.Effect<Survivor, Failure> => {
    if (place._tag === "InWorkspace" && place.incident.merged === undefined) {
      return Effect.succeed({ _tag: "Found", incident: place.incident })
    }
    const next =
      place._tag === "InWorkspace"
        ? afterMergeOf(
            place.incident,
            place.incident.id === merged.id ? { _tag: "NotMerged" } : { _tag: "Found", incident: place.incident }
          )
        : askDefender(place.id, notYet(`Incident ${place.id} of Microsoft Defender`))
    return Effect.flatMap(next, (step) => {
      if (step._tag !== "Next") return Effect.succeed(step)
      const longer = followed(chain, nameOf(step.place))
      return Result.isFailure(longer)
        ? Effect.succeed(endless(longer.failure, chain))
        : follow(step.place, longer.success)
    })
  }

  if (merged.merged === undefined) return { _tag: "NotMerged" } as const
  const first: Place = { _tag: "InWorkspace", incident: merged }
  return yield* follow(first, [nameOf(first)])
})
