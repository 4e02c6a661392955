import { EntraCredentials, tokenFor } from "@incident-teams/adapter-entra/EntraCredentials"
import {
  type GraphPermission,
  graphPermissions,
  permissionsFor
} from "@incident-teams/adapter-entra/setup/graphPermissions"
import { teamsApp } from "@incident-teams/application/deployment/Deployment"
import { fine, type Finding, problem, warning } from "@incident-teams/application/doctor/Finding"
import { Clock, Effect, Option, Schema } from "effect"
import { asksDefender, readsDefender } from "./GraphProviderIncidents.ts"
import { graphSettings } from "./GraphSettings.ts"
import { lookAtCredential } from "./lookAtCredential.ts"

/** Only read hidden memberships. */
const harmless: ReadonlySet<string> = new Set(["Member.Read.Hidden", readsDefender])

const Claims = Schema.fromJsonString(Schema.Struct({ roles: Schema.optionalKey(Schema.Array(Schema.String)) }))

/** The application permissions that a token of Entra ID carries. It is ours, so nothing is verified. */
const rolesIn = (token: string): ReadonlyArray<string> =>
  Option.match(
    Schema.decodeUnknownOption(Claims)(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8")),
    { onNone: () => [], onSome: ({ roles = [] }) => roles }
  )

const about = "Graph permissions"

const aboutMerges = "Merged incidents"

/** Whether a merge by Microsoft Defender is followed without a person. `asks`: the installation is set up to ask it. */
export const mergeFinding = (roles: ReadonlyArray<string>, asks: boolean): Finding => {
  if (!asks) return fine(aboutMerges, "Microsoft Defender isn't asked about merges, because DEFENDER_INCIDENTS is off.")
  return roles.includes(readsDefender) || roles.includes("SecurityIncident.ReadWrite.All")
    ? fine(aboutMerges, "Microsoft Defender can be asked which incident another one was merged into.")
    : warning(
        aboutMerges,
        `${readsDefender} isn't granted: Microsoft Defender can't be asked which incident another one was merged into.`,
        `If the workspaces are in the Microsoft Defender portal, run incident-teams-server setup, or add the application permission ${readsDefender} and grant admin consent. Otherwise set DEFENDER_INCIDENTS=off.`
      )
}

/** What is missing, and what is there beyond need. `withApp`: our Teams app is installed in each team. */
export const permissionFindings = (roles: ReadonlyArray<string>, withApp: boolean): ReadonlyArray<Finding> => {
  const wanted = permissionsFor(withApp ? ["teamsApp"] : [])
  const missing = wanted.filter(({ name, wider }) => !roles.includes(name) && !(wider && roles.includes(wider)))
  const surplus = roles.filter((name) => !wanted.some((permission) => permission.name === name) && !harmless.has(name))
  const narrower = (wide: string) => graphPermissions.find((one: GraphPermission) => one.wider === wide)?.name
  return [
    ...missing.map(({ name, use }) =>
      problem(
        about,
        `${name} isn't granted: ${use}.`,
        `Run incident-teams-server setup as an administrator. Or add the application permission ${name} to the app registration, and grant admin consent.`
      )
    ),
    ...surplus.map((name) => {
      const enough = narrower(name)
      return enough === undefined
        ? warning(about, `${name} is granted but not needed.`, `Remove the application permission ${name}.`)
        : warning(
            about,
            `${name} is granted, and ${enough} is enough.`,
            `Run incident-teams-server setup as an administrator, then remove the application permission ${name}.`
          )
    }),
    ...(missing.length === 0 ? [fine(about, `All ${wanted.length} required permissions are granted.`)] : [])
  ]
}

/** Our own verification of tokens allows a minute; Entra's refuses what is off by five. */
const clockFinding = (seconds: number): Finding => {
  const off = `This machine's clock is ${Math.abs(seconds)} s ${seconds < 0 ? "behind" : "ahead of"} Microsoft Graph's.`
  if (Math.abs(seconds) <= 5) return fine("Clock", off)
  return Math.abs(seconds) > 60
    ? problem("Clock", off, "Synchronize it with NTP: tokens are rejected as expired or not yet valid.")
    : warning("Clock", off, "Synchronize it with NTP: tokens are rejected when it is off by more than a minute.")
}

const lookAtClock = Effect.gen(function* () {
  const { url, timeoutMillis } = yield* graphSettings
  const answer = yield* Effect.tryPromise(() =>
    fetch(`${url}/v1.0/$metadata`, { method: "HEAD", signal: AbortSignal.timeout(timeoutMillis) })
  )
  const theirs = Date.parse(answer.headers.get("date") ?? "")
  const ours = yield* Clock.currentTimeMillis
  return Number.isNaN(theirs)
    ? warning("Clock", "The answer of Microsoft Graph has no date.", "Check this machine's clock.")
    : clockFinding(Math.round((ours - theirs) / 1_000))
}).pipe(
  Effect.catch((failure) =>
    Effect.succeed(
      problem(
        "Microsoft Graph",
        `It can't be reached: ${failure.message}`,
        "Check the network, the proxy settings and GRAPH_URL."
      )
    )
  )
)

const Policies = Schema.Struct({
  value: Schema.Array(Schema.Struct({ groupLifetimeInDays: Schema.Finite, managedGroupTypes: Schema.String }))
})

const aboutExpiration = "Expiration policy"
const renewed = "Incident Teams renews its teams 35 days before they expire."

/** What the tenant's expiration policy means for archived teams, which nobody uses and so nobody renews. */
export const expirationFinding = (status: number, body: unknown): Finding => {
  if (status === 403) {
    return fine(aboutExpiration, `It can't be read without Directory.Read.All, which isn't needed: ${renewed}`)
  }
  const policies = Schema.decodeUnknownOption(Policies)(body)
  if (status !== 200 || Option.isNone(policies)) {
    return warning(
      aboutExpiration,
      `It can't be read (${status}).`,
      "Check in the Entra admin center whether groups expire."
    )
  }
  const policy = policies.value.value.find(({ managedGroupTypes }) => managedGroupTypes !== "None")
  return fine(
    aboutExpiration,
    policy === undefined
      ? "Groups don't expire."
      : `${policy.managedGroupTypes === "All" ? "Groups" : "Selected groups"} expire after ${policy.groupLifetimeInDays} days. ${renewed}`
  )
}

const lookAtExpiration = (token: string) =>
  Effect.gen(function* () {
    const { url, timeoutMillis } = yield* graphSettings
    const answer = yield* Effect.tryPromise(() =>
      fetch(`${url}/v1.0/groupLifecyclePolicies`, {
        headers: { authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(timeoutMillis)
      })
    )
    const body: unknown = yield* Effect.tryPromise(() => answer.json())
    return expirationFinding(answer.status, body)
  }).pipe(Effect.orElseSucceed(() => expirationFinding(0, undefined)))

/** Whether a token for Graph is had, what it permits, and whether the clocks agree. */
export const lookAtGraph = Effect.gen(function* () {
  const { application } = yield* EntraCredentials
  const clock = yield* lookAtClock
  const withApp = (yield* teamsApp) !== undefined
  const asks = yield* asksDefender
  const permissions = yield* Effect.matchEffect(tokenFor(application, "https://graph.microsoft.com/.default"), {
    onFailure: ({ reason, remedy }) => Effect.succeed([problem("Credentials", reason, remedy)]),
    onSuccess: ({ token }) =>
      Effect.map(Effect.all([lookAtCredential(token), lookAtExpiration(token)]), ([credential, expiration]) => [
        fine("Credentials", "Entra ID issued a Microsoft Graph token to the application."),
        credential,
        ...permissionFindings(rolesIn(token), withApp),
        mergeFinding(rolesIn(token), asks),
        expiration
      ])
  })
  return [clock, ...permissions]
})
