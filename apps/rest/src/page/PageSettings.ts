import { Deployment } from "@incident-teams/application/deployment/Deployment"
import { Config, Context, Effect, Layer, Schema } from "effect"

/** How the Incident page is reached, framed and signed in to. */
export class PageSettings extends Context.Service<
  PageSettings,
  {
    /** Where people reach us, without a slash at the end. */
    readonly publicUrl: string
    /** Of `publicUrl`: what a form's `Origin` must be. */
    readonly origin: string
    /** The path before ours, such as `/security`; empty where there is none. */
    readonly base: string
    /** Over https: cookies are sent over nothing else then. */
    readonly secure: boolean
    readonly sessionMinutes: number
    /** Who may frame the page, as CSP source expressions. */
    readonly frameAncestors: ReadonlyArray<string>
    /** Shown within our own Teams app, which signs people in without asking them. */
    readonly withApp: boolean
  }
>()("incident-teams-server/PageSettings") {}

/** Hosts of the Teams clients (Microsoft Learn, "Tab requirements", and the origins that SharePoint itself allows). */
const teamsHosts: ReadonlyArray<string> = [
  "https://teams.microsoft.com",
  "https://*.teams.microsoft.com",
  "https://teams.cloud.microsoft",
  "https://*.cloud.microsoft",
  "https://*.skype.com",
  "https://*.office.com",
  "https://outlook.office365.com"
]

const Minutes = Schema.FiniteFromString.check(
  Schema.isInt(),
  Schema.isBetween({ minimum: 5, maximum: 720 }, { expected: "whole minutes from 5 to 720" })
)

/** A source expression can't end its directive, nor begin another. */
const Ancestors = Schema.String.check(
  Schema.isPattern(/^[^;,\s]+(?: [^;,\s]+)*$/u, {
    expected: "source expressions of Content-Security-Policy, separated by spaces"
  })
)

export const settingsOf = (
  deployment: Pick<Deployment["Service"], "publicUrl" | "withApp">,
  { sessionMinutes = 60, frameAncestors = teamsHosts }: Partial<PageSettings["Service"]> = {}
): PageSettings["Service"] => {
  const { origin, pathname, protocol } = new URL(deployment.publicUrl)
  return {
    publicUrl: deployment.publicUrl,
    origin,
    base: pathname.replace(/\/+$/u, ""),
    secure: protocol === "https:",
    sessionMinutes,
    frameAncestors,
    withApp: deployment.withApp
  }
}

/**
 * From the environment: PAGE_SESSION_MINUTES (5 to 720, default 60), PAGE_FRAME_ANCESTORS (default the Teams clients),
 * and what the deployment says.
 */
export const layer = Layer.effect(
  PageSettings,
  Effect.gen(function* () {
    const given = yield* Config.all({
      sessionMinutes: Config.schema(Minutes, "PAGE_SESSION_MINUTES").pipe(Config.withDefault(60)),
      frameAncestors: Config.schema(Ancestors, "PAGE_FRAME_ANCESTORS").pipe(Config.withDefault(teamsHosts.join(" ")))
    })
    return settingsOf(yield* Deployment, { ...given, frameAncestors: given.frameAncestors.split(" ") })
  })
)
