import { Array as Arr, Config, Layer, Logger, References } from "effect"

const isPlain = (value: unknown): boolean => typeof value === "string" || typeof value === "number"

/**
 * A JSON document, as effect writes it: secrets are redacted wherever they stand in it. Most lines, such as that of every
 * request, are made of texts and numbers alone, and needn't be searched for any.
 */
export const jsonDocument = Logger.make<unknown, string>((entry) => {
  const { cause, date, fiber, logLevel, message } = entry
  const annotations = fiber.getRef(References.CurrentLogAnnotations)
  const [text, ...more] = Arr.ensure(message)
  const plain =
    typeof text === "string" &&
    more.length === 0 &&
    cause.reasons.length === 0 &&
    fiber.getRef(References.CurrentLogSpans).length === 0 &&
    Object.values(annotations).every(isPlain)
  return plain
    ? JSON.stringify({
        message: text,
        level: logLevel.toUpperCase(),
        timestamp: date.toISOString(),
        annotations,
        spans: {},
        fiberId: `#${fiber.id}`
      })
    : Logger.formatJson.log(entry)
})

let waiting = ""

const writeWaiting = (): void => {
  process.off("exit", writeWaiting)
  process.stderr.write(waiting)
  waiting = ""
}

/**
 * Lines are written together at the end of a turn of the event loop: one system call for all requests that are answered in
 * it. A process that is killed loses those of its last turn; one that exits, or fails, writes them.
 */
const writeLine = (line: string): void => {
  if (waiting === "") {
    setImmediate(writeWaiting)
    process.on("exit", writeWaiting)
  }
  waiting += `${line}\n`
}

/** One JSON document a line, on stderr. */
export const jsonLines = Logger.layer([Logger.map(jsonDocument, writeLine)])

/** That, from LOG_LEVEL on: All, Trace, Debug, Info (the default), Warn, Error, Fatal or None. */
export const jsonLogs = Layer.merge(
  jsonLines,
  Layer.effect(References.MinimumLogLevel, Config.LogLevel("LOG_LEVEL").pipe(Config.withDefault("Info" as const)))
)
