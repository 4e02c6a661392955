/**
 * `node --import plantedDefects.ts`: a program with defects, to see whether a proof finds them. PLANTED_DEFECTS says which,
 * as JSON. Each is planted as its source is loaded; the files stay as they are.
 */
import { registerHooks } from "node:module"
import { Schema } from "effect"
import { plant } from "./Defect.ts"

const Defects = Schema.Array(Schema.Struct({ file: Schema.String, sound: Schema.String, broken: Schema.String }))
const defects = Schema.decodeUnknownSync(Schema.fromJsonString(Defects))(process.env["PLANTED_DEFECTS"])

registerHooks({
  load: (url, context, nextLoad) => {
    const loaded = nextLoad(url, context)
    const defect = defects.find(({ file }) => url.endsWith(`/${file}`))
    if (defect === undefined) return loaded
    const source = typeof loaded.source === "string" ? loaded.source : new TextDecoder().decode(loaded.source)
    return { ...loaded, source: plant(source, defect) }
  }
})
