import { Schema } from "effect"
import { format } from "oxfmt"
import type { Workspace } from "./kit/Workspace.ts"
import type { PlannedFile } from "./Plan.ts"

const Options = Schema.fromJsonString(Schema.Record(Schema.String, Schema.Json))

/** The file as `npm run format` would leave it. */
export const formatted = async (workspace: Workspace, { path, text }: PlannedFile): Promise<PlannedFile> => {
  // Markdown is written by hand here, also in what is generated.
  if (path.endsWith(".md")) return { path, text }
  const options = Schema.decodeUnknownSync(Options)(workspace.read(".oxfmtrc.json"))
  const { code, errors } = await format(path, text, options)
  const [error] = errors
  if (error) throw new Error(`What is generated as ${path} can't be formatted: ${error.message}`)
  return { path, text: code }
}
