import type { Attackers } from "./Attackers.ts"

/** What an attack is made against. */
export interface Target {
  readonly url: string
  /** A caller's Authorization header each. */
  readonly callers: ReadonlyArray<string>
  /** A token that Entra ID didn't sign. */
  readonly forged: string
  /** Of an incident, as our API has it. */
  readonly incident: string
}

/** Milliseconds between two bytes of those who send slowly. */
const drip = 500

const head = (
  method: string,
  path: string,
  authorization: string | undefined,
  ...more: ReadonlyArray<string>
): string =>
  [
    `${method} ${path} HTTP/1.1`,
    "Host: 127.0.0.1",
    ...(authorization === undefined ? [] : [`Authorization: ${authorization}`]),
    ...more,
    "",
    ""
  ].join("\r\n")

const json = "Content-Type: application/json"

/** `make` for each connection, by turns in every caller's name. */
type Attack = (attackers: Attackers, target: Target) => void

const byTurns = ({ callers }: Target, make: (authorization: string) => string) => {
  let turn = 0
  return () => make(callers[turn++ % callers.length] ?? "")
}

/** Every way that we know to keep a server busy with nothing. */
export const attacks: Readonly<Record<string, Attack>> = {
  /** Headers that never end. */
  "slow headers": (attackers) => attackers.drip(() => "GET /v1/me HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: a", drip),

  /** Bodies that never end, to where anyone may send one. */
  "slow bodies": (attackers, target) =>
    attackers.drip(
      byTurns(target, (caller) =>
        head("POST", `/v1/incidents/${target.incident}/team`, caller, json, "Content-Length: 200000").concat("{")
      ),
      drip
    ),

  /** The same to where bodies may be largest. */
  "slow hooks": (attackers, target) =>
    attackers.drip(
      byTurns(target, (caller) =>
        head("POST", "/v1/hooks/sentinel", caller, json, "Content-Length: 8000000").concat("{")
      ),
      drip
    ),

  /** Bodies of which all but the last byte comes. */
  "large bodies": (attackers, target) =>
    attackers.drip(
      byTurns(target, (caller) =>
        head("POST", `/v1/incidents/${target.incident}/team`, caller, json, "Content-Length: 262144").concat(
          " ".repeat(250_000)
        )
      ),
      drip
    ),

  /** Forms of the page, without any token. */
  "slow forms": (attackers) =>
    attackers.drip(() => head("POST", "/sign-out", undefined, "Content-Length: 200000").concat("a"), drip),

  /** Responses that nobody reads, the largest that there are, several on each connection. */
  "slow readers": (attackers, target) =>
    attackers.neglect(
      byTurns(target, (caller) =>
        [
          ...Array.from({ length: 4 }, () => head("GET", "/openapi.json", undefined)),
          ...Array.from({ length: 4 }, () => head("GET", "/v1/me", caller))
        ].join("")
      )
    ),

  /** Streams of live events. */
  streams: (attackers, target) => attackers.neglect(byTurns(target, (caller) => head("GET", "/v1/events", caller))),

  /** Valid requests as fast as they are answered, far beyond the rate limit: refused without end. */
  flood: (attackers, target) => attackers.repeat(byTurns(target, (caller) => head("GET", "/v1/me", caller))),

  /** Requests for what the callers may not see, each of which asks Azure for their rights. */
  "forbidden requests": (attackers, target) =>
    attackers.repeat(byTurns(target, (caller) => head("GET", `/v1/incidents/${target.incident}/team`, caller))),

  /** Requests whose sender is gone before the response. */
  "abandoned requests": (attackers, target) =>
    attackers.abandon(byTurns(target, (caller) => head("GET", `/v1/incidents/${target.incident}`, caller))),

  "forged tokens": (attackers, target) => attackers.repeat(() => head("GET", "/v1/me", `Bearer ${target.forged}`)),

  "no token": (attackers) => attackers.repeat(() => head("GET", "/v1/me", undefined)),

  /** What is no HTTP at all. */
  nonsense: (attackers) => attackers.repeat(() => "\u0000\r\n\r\n")
}
