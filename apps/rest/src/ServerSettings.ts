import { Config, Schema } from "effect"

const Port = Schema.FiniteFromString.check(
  Schema.isInt(),
  Schema.isBetween({ minimum: 0, maximum: 65_535 }, { expected: "a port from 0 (any free port) to 65535" })
)

/** Where the server listens: HOST (default 127.0.0.1) and PORT (default 8080; 0: any that is free). */
export const serverSettings = Config.all({
  host: Config.NonEmptyString("HOST").pipe(Config.withDefault("127.0.0.1")),
  port: Config.schema(Port, "PORT").pipe(Config.withDefault(8080))
})
