import { Me, type PermissionView } from "@incident-teams/api/me/Me"
import { counted } from "@incident-teams/api/words/phrase"
import { Console, Effect, Option, Schema } from "effect"
import { strangerTo } from "../connection/client.ts"
import { denialWords } from "../look/denialWords.ts"
import { givenToken } from "../session/accessToken.ts"
import { signIn } from "../session/signIn.ts"
import { forget, signedInTo } from "../session/SignIns.ts"
import { action } from "./action.ts"
import { sheet } from "./output/sheet.ts"
import { connect, resolveServer } from "./resolve/resolveServer.ts"

const LoggedIn = Schema.Struct({
  server: Schema.String,
  username: Schema.String.annotate({ description: "The user principal name." })
}).annotate({ identifier: "LoggedIn" })

export const login = action("login", {
  does: "Sign in to a server with a code that you enter in a browser, on this device or another one.",
  takes: {},
  examples: [{ command: "incident-teams login --server https://teams.example.com" }],
  answers: LoggedIn,
  run: Effect.fnUntraced(function* () {
    const server = yield* resolveServer
    const how = yield* (yield* strangerTo(server)).signIn.get({})
    const console = yield* Console.Console
    const before = Option.getOrUndefined(yield* signedInTo(server))
    const { username } = yield* signIn(
      server,
      how,
      ({ address, code }) =>
        // Not on stdout, which is for the result.
        console.error(`To sign in to ${server}, open ${address} in a browser and enter the code ${code}`),
      before?.claims
    )
    if (Option.isSome(yield* givenToken)) {
      yield* Console.error("INCIDENT_TEAMS_TOKEN is set. While it is, commands use that token instead of this sign-in.")
    }
    return { server, username }
  }),
  show: ({ server, username }) => [`Signed in to ${server} as ${username}.`]
})

const LoggedOut = Schema.Struct({
  server: Schema.String,
  wasSignedIn: Schema.Boolean
}).annotate({ identifier: "LoggedOut" })

export const logout = action("logout", {
  does: "Delete your sign-in to a server from this machine.",
  takes: {},
  examples: [{ command: "incident-teams logout" }],
  answers: LoggedOut,
  run: Effect.fnUntraced(function* () {
    const server = yield* resolveServer
    return { server, wasSignedIn: yield* forget(server) }
  }),
  show: ({ server, wasSignedIn }) => [wasSignedIn ? `Signed out of ${server}.` : `You weren't signed in to ${server}.`]
})

const permissionText = (permission: PermissionView): string =>
  permission.allowed ? "yes" : `no. Missing: ${permission.needs}. ${permission.remedy}`

export const whoami = action("whoami", {
  does: "Show who you are signed in as, what you may do in each workspace, and which access requests wait for your decision.",
  takes: {},
  examples: [{ command: "incident-teams whoami" }],
  answers: Me,
  run: () => Effect.flatMap(connect, ({ me }) => me.get({})),
  show: ({ kind, id, name, workspaces, accessRequests: { toDecide, own } }, { width, now }) => [
    `${name} (${kind}, ${id})`,
    ...workspaces.flatMap(({ alias, readIncidents, changeIncidents, createTeams }) => [
      "",
      alias,
      ...sheet(
        [
          ["  see incidents", permissionText(readIncidents)],
          ["  close and reopen", permissionText(changeIncidents)],
          ["  create teams", permissionText(createTeams)]
        ],
        width
      )
    ]),
    ...toDecide.map((team) => `${counted(team.pending, "access request")} to decide: ${team.name}`),
    ...own.map((team) =>
      team.denied === undefined ? `Access requested: ${team.name}` : `${team.name}: ${denialWords(team.denied, now)}`
    )
  ]
})
