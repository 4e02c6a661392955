import { fileURLToPath } from "node:url"
import { contractDocument } from "@incident-teams/api/IncidentTeamsApi"
import { Context, Effect, Option, type Schema, SchemaAST } from "effect"
import type { HelpDoc } from "effect/cli"
import { version } from "../../version.ts"
import { Answer } from "../action.ts"
import { type Ending, exitCodes } from "../exitCode.ts"
import { helpOf } from "./helpOf.ts"

const endings: Record<Ending, readonly [code: number, meaning: string]> = {
  done: [exitCodes.done, "Success."],
  refused: [exitCodes.refused, "Refused: the command was understood but can't be carried out, or its work failed."],
  usage: [exitCodes.usage, "Invalid usage: see `--help`."],
  notPermitted: [exitCodes.notPermitted, "Not permitted: you aren't signed in, or you lack a permission."],
  conflict: [
    exitCodes.conflict,
    "Conflict: the current state doesn't allow it. The team already exists, the incident is closed or was changed by someone else, or a later request replaced this one."
  ],
  unavailable: [
    exitCodes.unavailable,
    "Unavailable: the server or a service behind it doesn't respond or is busy, or `--timeout` has expired."
  ],
  interrupted: [exitCodes.interrupted, "Stopped by a signal (Ctrl-C)."]
}

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("<", "&lt;")

/** A Markdown table as the formatter leaves it. */
const tableOf = (head: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<string> =>
  rows.length === 0
    ? []
    : [
        `| ${head.join(" | ")} |`,
        `| ${head.map(() => "---").join(" | ")} |`,
        ...rows.map((row) => `| ${row.join(" | ")} |`),
        ""
      ]

const flagRow = ({ name, aliases, type, description }: HelpDoc.FlagDoc): ReadonlyArray<string> => {
  const value = type === "boolean" ? "" : ` ${type}`
  const names = [`--${name}${value}`, ...aliases].map((one) => `\`${one}\``)
  return [names.join(", "), cell(Option.getOrElse(description, () => ""))]
}

/** The names of a schema, or of each part of a union, among the components of the OpenAPI document. */
const namesOf = (ast: SchemaAST.AST): ReadonlyArray<string> => {
  const name = SchemaAST.resolveIdentifier(ast)
  if (name !== undefined) return [name]
  return SchemaAST.isUnion(ast) ? ast.types.flatMap(namesOf) : []
}

const contract = contractDocument(version).components.schemas

/** A schema of the contract by its name, any other by its fields. */
const describeAnswer = (ast: SchemaAST.AST): string => {
  if (SchemaAST.resolveIdentifier(ast) === undefined && SchemaAST.isUnion(ast))
    return ast.types.map(describeAnswer).join(" or ")
  const names = namesOf(ast)
  if (names.length > 0 && names.every((name) => name in contract))
    return names.map((name) => `\`${name}\``).join(" or ")
  return SchemaAST.isObjects(ast)
    ? `an object with ${ast.propertySignatures.map(({ name }) => `\`${String(name)}\``).join(" and ")}`
    : ""
}

const answerLine = (schema: Schema.Top | undefined): ReadonlyArray<string> =>
  schema === undefined ? [] : [`With \`--json\`: ${describeAnswer(schema.ast)}.`, ""]

const section = (path: ReadonlyArray<string>, help: HelpDoc.HelpDoc): ReadonlyArray<string> => [
  `${path.length === 1 ? "##" : "###"} ${path.join(" ")}`,
  "",
  help.description,
  "",
  `\`${help.usage}\``,
  "",
  "```sh",
  ...(help.examples ?? []).map(({ command }) => command),
  "```",
  "",
  ...tableOf(
    ["argument", "meaning"],
    (help.args ?? []).map(({ name, required, variadic, description }) => [
      `\`${name}\`${variadic ? (required ? ", one or more" : ", any number") : required ? "" : ", optional"}`,
      cell(Option.getOrElse(description, () => ""))
    ])
  ),
  ...tableOf(["flag", "meaning"], help.flags.map(flagRow)),
  ...answerLine(Context.get(help.annotations, Answer))
]

const subcommandsOf = (help: HelpDoc.HelpDoc): ReadonlyArray<string> =>
  (help.subcommands ?? []).flatMap(({ commands }) => commands.map(({ name }) => name))

/** The section of a command, or the sections of all its subcommands. */
const sections = (path: ReadonlyArray<string>): Effect.Effect<ReadonlyArray<string>> =>
  Effect.gen(function* () {
    const help = yield* helpOf(path)
    const below = subcommandsOf(help)
    if (below.length === 0) return section(path, help)
    const parts = yield* Effect.forEach(below, (name) => sections([...path, name]))
    return parts.flat()
  })

/** Where the reference is kept, in the repository. */
export const referenceFile = fileURLToPath(new URL("../../../../../docs/reference/commands.md", import.meta.url))

/** The reference of every command, from the definitions that parse it. */
export const reference: Effect.Effect<string> = Effect.gen(function* () {
  const root = yield* helpOf([])
  const parts = yield* Effect.forEach(subcommandsOf(root), (name) =>
    Effect.gen(function* () {
      const { description, subcommands } = yield* helpOf([name])
      const head = subcommands === undefined ? [] : [`## ${name}`, "", description, ""]
      return [...head, ...(yield* sections([name]))]
    })
  )
  return [...intro, ...tableOf(["flag", "meaning"], (root.globalFlags ?? []).map(flagRow)), ...parts.flat()].join("\n")
})

const intro: ReadonlyArray<string> = [
  "# Commands",
  "",
  "Generated from the definitions that parse the commands; `npm run reference` updates this file. For scripts, see [commands in scripts](../how-to/commands-in-scripts.md).",
  "",
  "An incident is given by its number or its id; a team by its incident or its own id. People and groups are given by object id, user principal name, mail address, or a unique name. If a name isn't unique, the command lists the matches and changes nothing.",
  "",
  "With `--json`, stdout is one JSON document. If the exit code is 0, it is the result, described by the schema that is named below each command, in the server's OpenAPI document (`/openapi.json`). Otherwise it is the problem that the API returned; a failure of the command itself has the same form and a `type` that begins with `incident-teams:`. A command that was given several incidents or teams, or `-`, prints `results` with the result or problem of each, at every exit code. Progress, prompts and messages for people go to stderr.",
  "",
  ...tableOf(
    ["exit code", "meaning"],
    Object.values(endings).map(([code, meaning]) => [String(code), meaning])
  ),
  "Every command accepts these flags:",
  ""
]
