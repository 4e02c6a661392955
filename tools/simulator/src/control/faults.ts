import { randomUUID } from "node:crypto"
import { type Context, Hono } from "hono"
import { checkPath } from "../faults/matchFaults.ts"
import type { Fault, FaultRule } from "../platform/Fault.ts"
import { isObject, type UncheckedObject } from "../platform/json.ts"
import type { Tenant } from "../platform/Tenant.ts"
import type { World } from "../platform/World.ts"
import { bodyOf, ControlFailure, optionalText, tenantOf } from "./ControlFailure.ts"

type Check = (value: unknown) => boolean

const flag: Check = (value) => typeof value === "boolean"
const text: Check = (value) => typeof value === "string"
const positive: Check = (value) => typeof value === "number" && Number.isFinite(value) && value >= 0
const anything: Check = () => true
const oneOf =
  (...choices: ReadonlyArray<string>): Check =>
  (value) =>
    typeof value === "string" && choices.includes(value)
const refusal: Check = (value) =>
  isObject(value) && text(value["code"]) && (value["message"] === undefined || text(value["message"]))
const recordOf =
  (check: Check): Check =>
  (value) =>
    isObject(value) && Object.values(value).every(check)

/** Every kind with its members; an exclamation mark marks required ones. */
const kinds: Readonly<Record<Fault["kind"], Readonly<Record<string, Check>>>> = {
  answer: {
    "status!": (value) => typeof value === "number" && Number.isInteger(value) && value >= 200 && value <= 599,
    afterEffect: flag,
    code: text,
    message: text,
    substatus: positive,
    body: anything,
    contentType: text,
    retryAfter: (value) => positive(value) || text(value),
    retryAt: positive,
    headers: recordOf(text)
  },
  reset: { afterEffect: flag, midBody: flag },
  slow: { "millis!": positive, afterEffect: flag },
  hold: { afterEffect: flag },
  truncate: { bytes: positive },
  location: { "form!": oneOf("quoted", "slash", "absolute", "none") },
  emptyPage: {},
  operation: {
    ends: oneOf("fail", "failAfterEffect", "stuck", "never", "gone", "unknown"),
    error: (value) => refusal(value) && isObject(value) && text(value["message"]),
    missingReads: positive,
    zeroId: flag,
    millis: positive
  },
  members: { refuse: recordOf(refusal), refuseAll: refusal, shuffle: flag, withoutUserId: flag },
  stale: { commits: positive }
}

const isKind = (kind: unknown): kind is Fault["kind"] => typeof kind === "string" && Object.hasOwn(kinds, kind)

const isFault = (value: UncheckedObject): value is UncheckedObject & Fault => invalid(value) === undefined

const invalid = (value: UncheckedObject): string | undefined => {
  const { kind, ...members } = value
  if (!isKind(kind)) return `'fault.kind' must be one of ${Object.keys(kinds).join(", ")}.`
  const checks = kinds[kind]
  for (const name of Object.keys(checks)) {
    if (name.endsWith("!") && members[name.slice(0, -1)] === undefined)
      return `A fault of kind ${kind} needs '${name.slice(0, -1)}'.`
  }
  for (const [name, member] of Object.entries(members)) {
    const check = checks[name] ?? checks[`${name}!`]
    if (!check)
      return `A fault of kind ${kind} has no '${name}'; it has: ${Object.keys(checks).join(", ").replaceAll("!", "")}.`
    if (!check(member)) return `'fault.${name}' can't be ${JSON.stringify(member)}.`
  }
  return undefined
}

/** Reads a fault sent to the control API; returns what is wrong with it as text. */
const readFault = (value: unknown): Fault | string => {
  if (!isObject(value)) return "'fault' must be an object with a 'kind'."
  return isFault(value) ? value : (invalid(value) ?? "The fault is malformed.")
}

const surfaces = ["graph", "arm", "entra", "cosmos"] as const

const whole = (body: UncheckedObject, name: "after" | "times"): number | undefined => {
  const value = body[name]
  if (value === undefined) return undefined
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value
  throw new ControlFailure(400, `'${name}' must be a whole number.`)
}

const readRule = (body: UncheckedObject): FaultRule => {
  const surface = surfaces.find((name) => name === body["surface"])
  if (body["surface"] !== undefined && surface === undefined)
    throw new ControlFailure(400, `'surface' must be one of ${surfaces.join(", ")}.`)
  const path = optionalText(body, "path")
  try {
    if (path !== undefined) checkPath(path)
  } catch (error) {
    throw new ControlFailure(
      400,
      `'path' isn't a regular expression: ${error instanceof Error ? error.message : String(error)}`
    )
  }
  const { probability } = body
  if (probability !== undefined && !(typeof probability === "number" && probability >= 0 && probability <= 1)) {
    throw new ControlFailure(400, "'probability' must be a number from 0 to 1.")
  }
  const fault = readFault(body["fault"])
  if (typeof fault === "string") throw new ControlFailure(400, fault)
  const method = optionalText(body, "method")
  const operation = optionalText(body, "operation")
  const after = whole(body, "after")
  const times = whole(body, "times")
  return {
    id: optionalText(body, "id") ?? randomUUID(),
    ...(surface === undefined ? {} : { surface }),
    ...(method === undefined ? {} : { method: method.toUpperCase() }),
    ...(path === undefined ? {} : { path }),
    ...(operation === undefined ? {} : { operation }),
    ...(after === undefined ? {} : { after }),
    ...(times === undefined ? {} : { times }),
    ...(probability === undefined ? {} : { probability }),
    fault,
    seen: 0,
    applied: 0
  }
}

/** Injected faults: add, list and remove them; release held requests, or wait until one is held. */
export const faults = (world: World): Hono => {
  const app = new Hono()
  const ruleView = (tenant: Tenant, rule: FaultRule) => ({ ...rule, held: tenant.holds.held(rule.id) })
  const ruleOf = (c: Context, tenant: Tenant): FaultRule => {
    const id = c.req.param("fault") ?? ""
    const rule = tenant.state.faults.find((candidate) => candidate.id === id)
    if (!rule) throw new ControlFailure(404, `There is no fault '${id}'.`)
    return rule
  }

  app.post("/tenants/:tenant/faults", async (c) => {
    const tenant = tenantOf(world, c)
    const rule = readRule(await bodyOf(c))
    if (tenant.state.faults.some(({ id }) => id === rule.id))
      throw new ControlFailure(409, `The fault '${rule.id}' already exists.`)
    tenant.state.faults.push(rule)
    tenant.changed()
    return c.json(ruleView(tenant, rule), 201)
  })

  app.get("/tenants/:tenant/faults", (c) => {
    const tenant = tenantOf(world, c)
    return c.json({ value: tenant.state.faults.map((rule) => ruleView(tenant, rule)) })
  })

  // ?untilHeld=<real milliseconds>: answers as soon as the rule holds a request, or after that time.
  app.get("/tenants/:tenant/faults/:fault", async (c) => {
    const tenant = tenantOf(world, c)
    const rule = ruleOf(c, tenant)
    const untilHeld = Number(c.req.query("untilHeld") ?? 0)
    if (untilHeld > 0) await tenant.holds.waitUntilHeld(rule.id, Math.min(untilHeld, 600_000))
    return c.json(ruleView(tenant, rule))
  })

  // `{"drop": true}`: they end without an answer, and without their effect if it hasn't happened yet.
  app.post("/tenants/:tenant/faults/:fault/release", async (c) => {
    const tenant = tenantOf(world, c)
    const rule = ruleOf(c, tenant)
    const drop = (await bodyOf(c))["drop"] === true
    return c.json({ released: tenant.holds.release(rule.id, drop ? "drop" : "continue") })
  })

  // Removing a rule releases its held requests.
  app.delete("/tenants/:tenant/faults/:fault?", (c) => {
    const tenant = tenantOf(world, c)
    const removed = c.req.param("fault") === undefined ? [...tenant.state.faults] : [ruleOf(c, tenant)]
    tenant.state.faults = tenant.state.faults.filter((rule) => !removed.includes(rule))
    for (const rule of removed) tenant.holds.release(rule.id, "continue")
    tenant.changed()
    return c.body(null, 204)
  })

  return app
}
