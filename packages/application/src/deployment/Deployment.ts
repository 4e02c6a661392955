import { PersonId } from "@incident-teams/domain/ids/directoryIds"
import { Guid } from "@incident-teams/domain/ids/Guid"
import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { Namespace } from "@incident-teams/domain/ids/Namespace"
import { Config, Context, Effect, Layer, Schema, SchemaTransformation } from "effect"

/** The operator's decisions for all teams. */
export class Deployment extends Context.Service<
  Deployment,
  {
    /** Keeps two installations in one tenant apart; never changed once teams exist. */
    readonly namespace: Namespace
    /** Where people reach us; the Incident page's address begins with it. No slash at the end. */
    readonly publicUrl: string
    /** Made owners beside the creator, and deciding on access where no owner is left. */
    readonly standbyOwners: ReadonlyArray<PersonId>
    /** Install the tenant's own Teams app before pinning the page. */
    readonly withApp: boolean
    /** Put the team's link on the incident as a comment. */
    readonly announce: boolean
    /** Default names and descriptions of teams have the incident's number only: the whole tenant may read them. */
    readonly neutralNames: boolean
    /** Who decides on access requests: the team's owners, or nobody (everybody who may ask gets in). */
    readonly accessDecision: "owner" | "automatic"
    /** How long someone who was denied access waits before requesting it again, in milliseconds. */
    readonly accessPauseMillis: number
    /** An incident that was closed by a merge: its team follows it, or a person is asked, or it is closed like any other. */
    readonly merges: "follow" | "ask" | "off"
  }
>()("@incident-teams/application/deployment/Deployment") {}

/** The Incident page of an incident. */
export const pageUrl = (publicUrl: string, incident: IncidentId): string =>
  `${publicUrl}/incidents/${encodeURIComponent(incident)}`

/** What browsers reach, and what a path can follow. */
const PublicUrl = Schema.URLFromString.check(
  Schema.makeFilter(
    ({ protocol, search, hash, username }: URL) => /^https?:$/u.test(protocol) && `${search}${hash}${username}` === "",
    { expected: "an address such as https://incidents.example.org, without ? and #" }
  )
)

/** TEAMS_APP_ID: an app in the tenant's own catalog. Empty, or left out: none. */
export const teamsApp = Config.schema(Schema.Union([Guid, Schema.Literal("")]), "TEAMS_APP_ID").pipe(
  Config.withDefault("" as const),
  Config.map((id) => (id === "" ? undefined : id))
)

const withoutSlash = (url: string): string => url.replace(/\/+$/u, "")

/** Object ids separated by commas, blanks around them allowed. */
const People = Schema.String.pipe(
  Schema.decodeTo(
    Schema.Array(PersonId),
    SchemaTransformation.transform({
      decode: (text): ReadonlyArray<string> =>
        text
          .split(",")
          .map((part) => part.trim())
          .filter((part) => part !== ""),
      encode: (ids: ReadonlyArray<string>) => ids.join(",")
    })
  )
)

/** Up to a week. */
const Minutes = Schema.FiniteFromString.check(
  Schema.isInt(),
  Schema.isBetween({ minimum: 0, maximum: 10_080 }, { expected: "whole minutes from 0 to 10080" })
)

/**
 * From the environment: INCIDENT_TEAMS_NAMESPACE (default `main`), PUBLIC_URL, STANDBY_OWNERS (object ids, separated by
 * commas), TEAMS_APP_ID (its presence means: with app), ANNOUNCE (default true), NEUTRAL_NAMES (default
 * false), ACCESS_DECISION (`owner`, the default, or `automatic`), ACCESS_PAUSE_MINUTES (0 to 10,080, default 60), MERGE (`follow`, the
 * default, `ask` or `off`).
 */
export const layer = Layer.effect(
  Deployment,
  Effect.gen(function* () {
    const settings = yield* Config.all({
      namespace: Config.schema(Namespace, "INCIDENT_TEAMS_NAMESPACE").pipe(Config.withDefault(Namespace.make("main"))),
      publicUrl: Config.schema(PublicUrl, "PUBLIC_URL"),
      standbyOwners: Config.schema(People, "STANDBY_OWNERS").pipe(Config.withDefault([])),
      app: teamsApp,
      announce: Config.Boolean("ANNOUNCE").pipe(Config.withDefault(true)),
      neutralNames: Config.Boolean("NEUTRAL_NAMES").pipe(Config.withDefault(false)),
      accessDecision: Config.Literals(["owner", "automatic"], "ACCESS_DECISION").pipe(
        Config.withDefault("owner" as const)
      ),
      accessPause: Config.schema(Minutes, "ACCESS_PAUSE_MINUTES").pipe(Config.withDefault(60)),
      merges: Config.Literals(["follow", "ask", "off"], "MERGE").pipe(Config.withDefault("follow" as const))
    })
    return {
      namespace: settings.namespace,
      publicUrl: withoutSlash(settings.publicUrl.href),
      standbyOwners: settings.standbyOwners,
      withApp: settings.app !== undefined,
      announce: settings.announce,
      neutralNames: settings.neutralNames,
      accessDecision: settings.accessDecision,
      accessPauseMillis: settings.accessPause * 60_000,
      merges: settings.merges
    }
  })
)
