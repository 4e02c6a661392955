import { readFileSync } from "node:fs"
import { join } from "node:path"
import { Schema } from "effect"

const Dependencies = Schema.optionalKey(Schema.Record(Schema.String, Schema.String))

/** A package.json, as far as publishing goes. */
export const Manifest = Schema.Struct({
  name: Schema.String,
  version: Schema.String,
  private: Schema.optionalKey(Schema.Boolean),
  bin: Schema.optionalKey(Schema.Record(Schema.String, Schema.String)),
  exports: Schema.optionalKey(Schema.Record(Schema.String, Schema.Unknown)),
  dependencies: Dependencies,
  devDependencies: Dependencies,
  peerDependencies: Dependencies
})
export type Manifest = typeof Manifest.Type

const decode = Schema.decodeUnknownSync(Schema.fromJsonString(Manifest))

/** The package.json in a folder. */
export const manifestIn = (folder: string): Manifest => decode(readFileSync(join(folder, "package.json"), "utf8"))
