import { Console, Effect, Schema } from "effect"
import { Prompt } from "effect/cli"

/** Nobody can answer. */
export class NobodyToAsk extends Schema.TaggedError<NobodyToAsk>()("NobodyToAsk", {}) {
  override get message(): string {
    return "The command can't ask for the choices, because this isn't a terminal. Name a file with --from."
  }
}

const needed = (value: string): Effect.Effect<string, string> =>
  value.trim() === "" ? Effect.fail("Enter a value.") : Effect.succeed(value.trim())

const listOf = (text: string): ReadonlyArray<string> =>
  text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "")

const workspacesOf = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    listOf(text).map((entry) => {
      const seam = entry.indexOf("=")
      return [entry.slice(0, Math.max(seam, 0)).trim(), entry.slice(seam + 1).trim()]
    })
  )

const proofs = [
  { title: "A managed identity: the server runs in Azure", value: "managed-identity" },
  {
    title: "A workload identity: the server runs in Kubernetes or another host with tokens of its own",
    value: "workload-identity"
  },
  { title: "A certificate: made here, the key stays in a file", value: "certificate" },
  { title: "A client secret, in the settings file", value: "secret" }
] as const

/** By what the server proves who it is, and what it takes for that. */
const askCredential = Effect.fnUntraced(function* <E, R>(ask: (message: string) => Effect.Effect<string, E, R>) {
  const credential = yield* Prompt.run(Prompt.Select({ message: "How does the server authenticate?", choices: proofs }))
  switch (credential) {
    case "secret":
    case "certificate":
      return { credential }
    case "managed-identity":
      return { credential, managedIdentity: yield* ask("Client ID of the user-assigned managed identity") }
    case "workload-identity": {
      const issuer = yield* ask("Issuer of the workload's tokens (https://…)")
      return { credential, workload: { issuer, subject: yield* ask("Subject of the workload's tokens") } }
    }
  }
})

/** Asks what only a person knows, and shows how to give the same answers in a file. */
export const askChoices = Effect.fnUntraced(function* (canAsk: boolean) {
  if (!canAsk) return yield* new NobodyToAsk()
  const ask = (message: string) => Prompt.run(Prompt.String({ message, validate: needed }))
  const choices = {
    tenantId: yield* ask("Tenant ID"),
    publicUrl: (yield* ask("Public address of the server (https://…)")).replace(/\/+$/u, ""),
    workspaces: workspacesOf(yield* ask("Workspaces (alias=ARM ID, several separated by commas)")),
    standbyOwners: listOf(yield* ask("Standby owners (object IDs of long-term owners)")),
    console: yield* Prompt.run(
      Prompt.Confirm({ message: "Will people use the console and its commands?", initial: true })
    ),
    defender: yield* Prompt.run(
      Prompt.Confirm({ message: "Are the workspaces in the Microsoft Defender portal?", initial: true })
    ),
    teamsApp: yield* Prompt.run(
      Prompt.Confirm({ message: "Should the page be a tab of a Teams app?", initial: false })
    ),
    ...(yield* askCredential(ask))
  }
  yield* Console.log(`To give these answers again, save them in a file for --from:\n${JSON.stringify(choices)}\n`)
  return choices
})
