import { Config, Layer, Logger, References } from "effect"

/** One JSON document a line, on stderr. */
export const jsonLines = Logger.layer([Logger.withConsoleError(Logger.formatJson)])

/** That, from LOG_LEVEL on: All, Trace, Debug, Info (the default), Warn, Error, Fatal or None. */
export const jsonLogs = Layer.merge(
  jsonLines,
  Layer.effect(References.MinimumLogLevel, Config.LogLevel("LOG_LEVEL").pipe(Config.withDefault("Info" as const)))
)
