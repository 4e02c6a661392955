import { Config, Layer, Logger, References } from "effect"
import { logLines } from "./logLines.ts"

const isPlain = (value: unknown): boolean => typeof value === "string" || typeof value === "number"

/**
 * A JSON document. Secrets are redacted wherever they stand in it; most lines are made of texts and numbers alone, and
 * aren't searched.
 */
export const jsonDocument = Logger.make<unknown, string>((told) => {
  const document = Logger.formatStructured.log(told)
  return [document.message, ...Object.values(document.annotations)].every(isPlain)
    ? JSON.stringify(document)
    : Logger.formatJson.log(told)
})

/** One JSON document a line, on stderr. */
export const jsonLines = Logger.layer([Logger.map(jsonDocument, logLines(process.stderr).write)])

/** That, from LOG_LEVEL on: All, Trace, Debug, Info (the default), Warn, Error, Fatal or None. */
export const jsonLogs = Layer.merge(
  jsonLines,
  Layer.effect(References.MinimumLogLevel, Config.LogLevel("LOG_LEVEL").pipe(Config.withDefault("Info" as const)))
)
