import { contractDocument } from "@incident-teams/api/IncidentTeamsApi"
import { Context, Effect, Option, type Schema, SchemaAST } from "effect"
import type { HelpDoc } from "effect/cli"
import { Answer } from "../action.ts"
import { type Ending, exitCodes } from "../exitCode.ts"
import { helpOf } from "./helpOf.ts"

const endings: Record<Ending, readonly [code: number, words: string]> = {
  done: [exitCodes.done, "done"],
  refused: [exitCodes.refused, "refused: understood, and not done; it can't be, or it came to nothing"],
  usage: [exitCodes.usage, "not understood: see `--help`"],
  notPermitted: [exitCodes.notPermitted, "not permitted: nobody is signed in, or they lack a right"],
  conflict: [
    exitCodes.conflict,
    "otherwise than was thought: it exists already, is closed, was changed, or something else was wanted meanwhile"
  ],
  unavailable: [
    exitCodes.unavailable,
    "no answer: the server or something behind it doesn't answer or is busy, or `--timeout` is over"
  ],
  interrupted: [exitCodes.interrupted, "stopped by a signal (Ctrl-C)"]
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

/** The names that a schema, or each part of a union, has among the components of the OpenAPI document. */
const namesOf = (ast: SchemaAST.AST): ReadonlyArray<string> => {
  const name = SchemaAST.resolveIdentifier(ast)
  if (name !== undefined) return [name]
  return SchemaAST.isUnion(ast) ? ast.types.flatMap(namesOf) : []
}

const contract = contractDocument().components.schemas

/** What isn't the contract's is told by its fields. */
const answerWords = (ast: SchemaAST.AST): string => {
  const names = namesOf(ast)
  if (names.every((name) => name in contract)) return names.map((name) => `\`${name}\``).join(" or ")
  return SchemaAST.isObjects(ast)
    ? `an object with ${ast.propertySignatures.map(({ name }) => `\`${String(name)}\``).join(" and ")}`
    : ""
}

const answerLine = (schema: Schema.Top | undefined): ReadonlyArray<string> =>
  schema === undefined ? [] : [`With \`--json\`: ${answerWords(schema.ast)}.`, ""]

const section = (path: ReadonlyArray<string>, help: HelpDoc.HelpDoc): ReadonlyArray<string> => [
  `### ${path.join(" ")}`,
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
    ["argument", ""],
    (help.args ?? []).map(({ name, required, variadic, description }) => [
      `\`${name}\`${variadic ? ", any number" : required ? "" : ", may be left out"}`,
      cell(Option.getOrElse(description, () => ""))
    ])
  ),
  ...tableOf(["flag", ""], help.flags.map(flagRow)),
  ...answerLine(Context.get(help.annotations, Answer))
]

const subcommandsOf = (help: HelpDoc.HelpDoc): ReadonlyArray<string> =>
  (help.subcommands ?? []).flatMap(({ commands }) => commands.map(({ name }) => name))

/** The sections of a command, or of everything below it. */
const sections = (path: ReadonlyArray<string>): Effect.Effect<ReadonlyArray<string>> =>
  Effect.gen(function* () {
    const help = yield* helpOf(path)
    const below = subcommandsOf(help)
    if (below.length === 0) return section(path, help)
    const parts = yield* Effect.forEach(below, (name) => sections([...path, name]))
    return parts.flat()
  })

/** Every command, from the definitions that parse it. */
export const reference: Effect.Effect<string> = Effect.gen(function* () {
  const root = yield* helpOf([])
  const parts = yield* Effect.forEach(subcommandsOf(root), (name) =>
    Effect.gen(function* () {
      const { description, subcommands } = yield* helpOf([name])
      const head = subcommands === undefined ? [] : [`## ${name}`, "", description, ""]
      return [...head, ...(yield* sections([name]))]
    })
  )
  return [...intro, ...tableOf(["flag", ""], (root.globalFlags ?? []).map(flagRow)), ...parts.flat()].join("\n")
})

const intro: ReadonlyArray<string> = [
  "# Commands",
  "",
  "Generated from the definitions that parse them: `npm run reference` writes this file anew. How they are used in scripts is told in [commands in scripts](../how-to/commands-in-scripts.md).",
  "",
  "An incident is named by its number or its id, a team by its incident or its own id. People and groups are named by object id, by user principal name or mail address, or by a name that only one of them bears; where several do, they are listed and nothing is done.",
  "",
  "With `--json`, stdout is one JSON document: the answer, by the schema of that name in the server's OpenAPI document (`/openapi.json`), or where the exit code isn't 0 the problem, as the API tells it; failures of the command itself have the same form and a `type` that begins with `incident-teams:`. Progress, prompts and words for people are on stderr.",
  "",
  ...tableOf(
    ["exit code", ""],
    Object.values(endings).map(([code, words]) => [String(code), words])
  ),
  "What every command takes:",
  ""
]
