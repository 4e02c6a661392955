import { AzureRightsSource } from "@incident-teams/application/ports/AzureRightsSource"
import { IncidentSource } from "@incident-teams/application/ports/IncidentSource"
import { asCaller, asSystem } from "@incident-teams/application/ports/Session"
import { incidentIdOf } from "@incident-teams/domain/ids/IncidentId"
import { IncidentName } from "@incident-teams/domain/ids/IncidentName"
import { timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { defenderIdOf } from "@incident-teams/domain/incident/defenderIdOf"
import { snapshotOf } from "@incident-teams/domain/incident/IncidentObservation"
import { incidentsRead, incidentsWrite, isGranted } from "@incident-teams/domain/permissions/AzureActions"
import { sample } from "@incident-teams/testkit/sample"
import { Effect, type Layer, ManagedRuntime, Option, Redacted, Stream } from "effect"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { lost, prod, SimulatedSentinel } from "./testing/SimulatedSentinel.ts"

const incident = "/incidents/[^/]+$"
const incidents = "/incidents$"
const refusal = (status: number, code: string, more: object = {}) => ({
  kind: "answer",
  status,
  code,
  message: "Injected.",
  ...more
})

describe("Sentinel on a bad day", () => {
  let sentinel: SimulatedSentinel
  let runtime: ManagedRuntime.ManagedRuntime<
    Layer.Success<SimulatedSentinel["ports"]>,
    Layer.Error<SimulatedSentinel["ports"]>
  >
  beforeAll(async () => {
    sentinel = await SimulatedSentinel.make()
    runtime = ManagedRuntime.make(sentinel.ports)
  })
  afterEach(() => Effect.runPromise(sentinel.heal))
  afterAll(() => runtime.dispose())

  /** Runs `body`; also tells the calls of ARM meanwhile, as `GET 200`. */
  const run = <A, E>(body: Effect.Effect<A, E, IncidentSource | AzureRightsSource>) =>
    runtime.runPromise(
      Effect.gen(function* () {
        yield* Effect.promise(() => sentinel.tenant.forgetCalls())
        const result = yield* body
        return { result, calls: yield* sentinel.calls }
      })
    )
  const source = <A, E>(body: (of: IncidentSource["Service"]) => Effect.Effect<A, E>) =>
    Effect.flatMap(IncidentSource, body)
  const made = (title: string) => runtime.runPromise(sentinel.add(prod, { title }))

  it("gives up on a conflict that persists, and has changed nothing", async () => {
    const id = await made("Contended for ever")
    await runtime.runPromise(sentinel.fault(incident, refusal(409, "Conflict"), { method: "PUT" }))
    const { result, calls } = await run(
      source((of) => Effect.flip(of.update(id, () => ({ severity: "Low" }), asSystem)))
    )
    expect(result).toMatchObject({ _tag: "IncidentConflict", id })
    expect(calls.filter((call) => call === "PUT 409")).toHaveLength(5)
    await runtime.runPromise(sentinel.heal)
    expect((await run(source((of) => of.get(id, asSystem)))).result.severity).toBe("Medium")
  })

  it("writes after all when the conflict passes", async () => {
    const id = await made("Contended twice")
    await runtime.runPromise(sentinel.fault(incident, refusal(409, "Conflict"), { method: "PUT", times: 2 }))
    const { result } = await run(source((of) => of.update(id, () => ({ severity: "Low" }), asSystem)))
    expect(result.severity).toBe("Low")
  })

  it("says how long to wait when it is throttled, and doesn't ask again", async () => {
    const id = await made("Throttled")
    for (const [status, code] of [
      [429, "TooManyRequests"],
      [503, "ServiceUnavailable"]
    ] as const) {
      await runtime.runPromise(sentinel.fault(incident, refusal(status, code, { retryAfter: 5 })))
      const { result, calls } = await run(source((of) => Effect.flip(of.get(id, asSystem))))
      // 5 s of the platform's time, which runs 100 times as fast.
      expect(result).toMatchObject({ _tag: "IncidentSourceUnavailable", afterMillis: 50 })
      expect(calls).toEqual([`GET ${status}`])
      await runtime.runPromise(sentinel.heal)
    }
  })

  it("reads again after a broken connection or a passing defect", async () => {
    const id = await made("Read on the third go")
    await runtime.runPromise(sentinel.fault(incident, { kind: "reset" }, { times: 1 }))
    await runtime.runPromise(sentinel.fault(incident, refusal(503, "ServiceUnavailable"), { times: 1 }))
    const { result, calls } = await run(source((of) => of.get(id, asSystem)))
    expect(result.id).toBe(id)
    expect(calls).toHaveLength(3)
  })

  it("doesn't write again when the answer to a write is lost", async () => {
    const id = await made("Written once")
    await runtime.runPromise(
      sentinel.fault(incident, refusal(503, "ServiceUnavailable", { afterEffect: true }), { method: "PUT" })
    )
    const { result, calls } = await run(
      source((of) => Effect.flip(of.update(id, () => ({ severity: "Low" }), asSystem)))
    )
    expect(result._tag).toBe("IncidentSourceUnavailable")
    expect(calls).toEqual(["GET 200", "PUT 503"])
    await runtime.runPromise(sentinel.heal)
    expect((await run(source((of) => of.get(id, asSystem)))).result.severity).toBe("Low")
  })

  it("takes half an answer for none", async () => {
    const id = await made("Cut off")
    await runtime.runPromise(sentinel.fault(incident, { kind: "truncate" }))
    const { result } = await run(source((of) => Effect.flip(of.get(id, asSystem))))
    expect(result).toMatchObject({ _tag: "IncidentSourceUnavailable", reason: expect.stringContaining("JSON") })
  })

  it("says what is wrong with an answer that isn't as documented, without repeating it", async () => {
    const id = await made("Odd")
    const body = { name: "x", etag: '"1"', properties: { title: { $ne: "<script>" } } }
    await runtime.runPromise(sentinel.fault(incident, { kind: "answer", status: 200, body }))
    const { result } = await run(source((of) => Effect.flip(of.get(id, asSystem))))
    expect(result).toMatchObject({ reason: expect.stringContaining("properties.title isn't what is documented") })
    expect(JSON.stringify(result)).not.toContain("script")
  })

  it("doesn't take another incident for the one asked for", async () => {
    const [id, other] = [await made("Asked for"), await made("Another")]
    const body = await (async () => {
      const { result } = await run(source((of) => of.get(other, asSystem)))
      return {
        id: result.armId,
        name: other.slice(other.indexOf("~") + 1),
        etag: result.etag,
        properties: {
          title: result.title,
          severity: "Low",
          status: "Closed",
          incidentNumber: 1,
          createdTimeUtc: "2026-03-31T12:00:00Z",
          lastModifiedTimeUtc: "2026-03-31T12:00:00Z"
        }
      }
    })()
    await runtime.runPromise(sentinel.fault(incident, { kind: "answer", status: 200, body }))
    const { result } = await run(source((of) => Effect.flip(of.observe(id))))
    expect(result).toMatchObject({ _tag: "IncidentSourceUnavailable", reason: "Azure returned a different incident." })
  })

  it("leaves out of a list what it can't understand, and shows the rest", async () => {
    const id = await made("Understood")
    const { result: good } = await run(source((of) => of.get(id, asSystem)))
    const wire = {
      name: id.slice(id.indexOf("~") + 1),
      etag: good.etag,
      properties: {
        title: good.title,
        severity: "High",
        status: "New",
        incidentNumber: good.number,
        createdTimeUtc: "2026-03-31T12:00:00Z",
        lastModifiedTimeUtc: "2026-03-31T12:00:00Z"
      }
    }
    const body = { value: [{ name: "no properties", etag: '"1"' }, wire, null] }
    await runtime.runPromise(sentinel.fault(incidents, { kind: "answer", status: 200, body }))
    const swept = source((of) => Stream.runCollect(of.changedSince(prod, timestampOf(0))))
    expect((await run(swept)).result.map((one) => one.id)).toEqual([id])
  })

  it("doesn't follow a nextLink to another host", async () => {
    const body = { value: [], nextLink: "https://attacker.example/incidents?$skipToken=1" }
    await runtime.runPromise(sentinel.fault(incidents, { kind: "answer", status: 200, body }))
    const question = { filter: {}, order: { by: "created" as const, descending: true }, top: 1 }
    const listed = await run(source((of) => Effect.flip(of.list(prod, question, asSystem))))
    expect(listed.result).toMatchObject({ reason: expect.stringContaining("another host") })
    const swept = await run(source((of) => Effect.flip(Stream.runDrain(of.changedSince(prod, timestampOf(0))))))
    expect(swept.result).toMatchObject({ reason: expect.stringContaining("another host") })
  })

  it("goes on behind an empty page", async () => {
    const id = await made("Behind an empty page")
    const query = "?api-version=2025-09-01&$orderby=properties/lastModifiedTimeUtc%20asc&$top=1000"
    const nextLink = `${sentinel.tenant.base}${sample.workspace("soc-prod")}/providers/Microsoft.SecurityInsights/Incidents${query}`
    const answer = { kind: "answer", status: 200, body: { value: [], nextLink } }
    await runtime.runPromise(sentinel.fault(incidents, answer, { times: 1 }))
    const { result, calls } = await run(source((of) => Stream.runCollect(of.changedSince(prod, timestampOf(0)))))
    expect(calls).toEqual(["GET 200", "GET 200"])
    expect(result.map((one) => one.id)).toContain(id)
  })

  describe("takes an incident for gone", () => {
    it("when its workspace answers and it isn't there", async () => {
      const id = await made("Gone")
      await runtime.runPromise(sentinel.delete(id))
      const { result, calls } = await run(source((of) => of.observe(id)))
      expect(result).toEqual({ _tag: "Gone", id })
      expect(calls).toEqual(["GET 404", "GET 200"])
    })

    it("but not when the workspace, the group or the subscription is missing", async () => {
      const nowhere = incidentIdOf(lost, IncidentName.make("73e01a99-5cd7-4139-a149-9f2736ff2ab5"))
      expect((await run(source((of) => Effect.flip(of.observe(nowhere))))).result._tag).not.toBe("IncidentNotFound")
      const id = await made("There")
      for (const code of ["ResourceGroupNotFound", "SubscriptionNotFound", "InvalidResourceType"]) {
        await runtime.runPromise(sentinel.fault(incident, refusal(404, code)))
        const { result } = await run(source((of) => Effect.flip(of.observe(id))))
        expect(result).toMatchObject({ _tag: "IncidentSourceUnavailable", reason: expect.stringContaining(code) })
        await runtime.runPromise(sentinel.heal)
      }
    })

    it("nor when Azure's words are about the workspace", async () => {
      const id = await made("In a workspace that is gone")
      const message =
        "The Resource 'Microsoft.OperationalInsights/workspaces/soc-prod' under resource group 'rg-soc' was not found."
      await runtime.runPromise(sentinel.fault(incident, { ...refusal(404, "ResourceNotFound"), message }))
      expect((await run(source((of) => Effect.flip(of.get(id, asSystem))))).result._tag).toBe(
        "IncidentSourceUnavailable"
      )
      expect((await run(source((of) => Effect.flip(of.observe(id))))).result._tag).toBe("IncidentSourceUnavailable")
    })

    it("nor when the 404 isn't Azure's, or Azure says the same of everything there", async () => {
      const id = await made("There too")
      await runtime.runPromise(
        sentinel.fault(incident, { kind: "answer", status: 404, body: "<html>404</html>", contentType: "text/html" })
      )
      expect((await run(source((of) => Effect.flip(of.observe(id))))).result._tag).toBe("IncidentSourceUnavailable")
      await runtime.runPromise(sentinel.heal)
      for (const code of ["NotFound", "ResourceNotFound"]) {
        await runtime.runPromise(sentinel.fault("/incidents.*$", refusal(404, code)))
        expect((await run(source((of) => Effect.flip(of.observe(id))))).result._tag).toBe("IncidentSourceUnavailable")
        await runtime.runPromise(sentinel.heal)
      }
    })
  })

  describe("puts a comment", () => {
    const comment = "/comments/[^/]+$"

    it("that is there already, with the same text, as well as one that it puts itself", async () => {
      const id = await made("Announced twice at once")
      const put = source((of) => of.putComment(id, "announcement", "Its team"))
      await run(put)
      await runtime.runPromise(sentinel.fault(comment, refusal(409, "Conflict"), { method: "PUT" }))
      await run(put)
      const changed = source((of) => Effect.flip(of.putComment(id, "announcement", "Another text")))
      expect((await run(changed)).result._tag).toBe("IncidentSourceUnavailable")
    })

    it("once, though the answer was lost", async () => {
      const id = await made("Announced into the void")
      const put = source((of) => of.putComment(id, "announcement", "Its team"))
      await runtime.runPromise(sentinel.fault(comment, { kind: "reset", afterEffect: true }, { times: 1 }))
      expect((await run(Effect.flip(put))).result._tag).toBe("IncidentSourceUnavailable")
      await run(put)
      expect((await run(source((of) => of.comments(id, asSystem)))).result).toHaveLength(1)
    })

    it("no more once there are a hundred", async () => {
      const id = await made("Talked to death")
      const many = Array.from({ length: 100 }, (_, number) => `c${number}`)
      await run(source((of) => Effect.forEach(many, (one) => of.putComment(id, one, one), { concurrency: 8 })))
      const { result } = await run(source((of) => Effect.flip(of.putComment(id, "one more", "text"))))
      expect(result).toMatchObject({ _tag: "IncidentRefused", reason: expect.stringContaining("100") })
      expect((await run(source((of) => of.comments(id, asSystem)))).result).toHaveLength(100)
    })
  })

  it("takes a role or a token that the application itself lacks for the installation's trouble", async () => {
    const id = await made("Not for us")
    const asked = {
      observe: source((of) => Effect.asVoid(of.observe(id))),
      sweep: source((of) => Stream.runDrain(of.changedSince(prod, timestampOf(0)))),
      comment: source((of) => of.putComment(id, "announcement", "Its team"))
    }
    for (const [status, code, kind] of [
      [403, "AuthorizationFailed", "permission"],
      [401, "ExpiredAuthenticationToken", "credentials"]
    ] as const) {
      await runtime.runPromise(sentinel.fault("/incidents.*$", refusal(status, code)))
      for (const one of Object.values(asked)) {
        const { result } = await run(Effect.flip(one))
        expect(result).toMatchObject({ _tag: "InstallationTrouble", kind })
      }
      await runtime.runPromise(sentinel.heal)
    }
    expect((await run(asked.comment)).result).toBeUndefined()
  })

  it("writes again after a write that the service touched up once it had answered", async () => {
    const id = await made("Touched")
    await runtime.runPromise(sentinel.control("PATCH", "/arm/behavior", { touchAfterWrite: true }))
    for (const severity of ["Low", "High"] as const) {
      const { result } = await run(source((of) => of.update(id, () => ({ severity }), asSystem)))
      expect(result.severity).toBe(severity)
    }
    await runtime.runPromise(sentinel.control("PATCH", "/arm/behavior", { touchAfterWrite: false }))
  })

  it("reads that an incident was merged by the label alone, as the stable API has it", async () => {
    const fromDefender = (title: string) => runtime.runPromise(sentinel.add(prod, { title, fromDefender: true }))
    const [id, into] = [await fromDefender("Merged"), await fromDefender("Survivor")]
    const nameIn = (incidentId: string) => incidentId.slice(incidentId.indexOf("~") + 1)
    await runtime.runPromise(
      sentinel.control("POST", `/arm/workspaces/soc-prod/incidents/${nameIn(id)}/merge`, { into: nameIn(into) })
    )
    const { result } = await run(source((of) => of.get(id, asSystem)))
    expect([result.status, result.merged]).toEqual(["Closed", {}])
  })

  it("finds the incident that Defender knows by an id, also where Azure doesn't filter by it", async () => {
    const id = await runtime.runPromise(sentinel.add(prod, { title: "Survivor", fromDefender: true }))
    const survivor = (await run(source((of) => of.get(id, asSystem)))).result
    const defenderId = defenderIdOf(survivor) ?? expect.fail("It has no id in Defender.")
    const find = source((of) => of.find(prod, { defenderId }))
    await runtime.runPromise(sentinel.fault("/incidents$", refusal(400, "BadRequest"), { times: 1 }))
    expect((await run(find)).result).toEqual(Option.some(snapshotOf(survivor)))
    expect((await run(find)).result).toEqual(Option.some(snapshotOf(survivor)))
  })

  it("says what Azure refuses", async () => {
    const id = await made("To be closed badly")
    const { result } = await run(source((of) => Effect.flip(of.update(id, () => ({ status: "Closed" }), asSystem))))
    expect(result).toMatchObject({ _tag: "IncidentRefused", reason: expect.stringContaining("classification") })
  })

  it("does nothing in the name of somebody whose token isn't one", async () => {
    const id = await made("Not for forgers")
    const ben = await sentinel.person("ben")
    const forged = asCaller({ ...ben, token: Redacted.make("eyJhbGciOiJub25lIn0.e30.") })
    const { result, calls } = await run(source((of) => Effect.flip(of.get(id, forged))))
    expect(result._tag).toBe("NotAuthorized")
    expect(calls).toEqual([])
  })

  it.each([
    ["Entra ID", "/behavior", { onBehalfOf: "mfa" }, { onBehalfOf: "allow" }, "AADSTS50076"],
    ["Azure", "/arm/behavior", { withoutMultifactor: "refuse" }, { withoutMultifactor: "accept" }, "InsufficientClaims"]
  ])("says which claims a person has to sign in with, where %s asks for them", async (_, path, on, off, code) => {
    await runtime.runPromise(sentinel.control("PATCH", path, on))
    const rightsOf = async (claims: Readonly<Record<string, unknown>>) => {
      const ana = await sentinel.person("ana", claims)
      return Effect.flatMap(AzureRightsSource, (rights) => rights.rightsOf(ana, prod))
    }
    const { result, calls } = await run(Effect.flip(await rightsOf({})))
    expect(result).toMatchObject({
      _tag: "NotAuthorized",
      signIn: true,
      reason: expect.stringContaining(code),
      claims: expect.stringContaining("capolids")
    })
    expect(calls).toHaveLength(code === "AADSTS50076" ? 0 : 1)
    expect((await run(await rightsOf({ amr: ["pwd", "mfa"] }))).result.granted.length).toBeGreaterThan(0)
    await runtime.runPromise(sentinel.control("PATCH", path, off))
  })

  it("says of someone whom conditional access blocks that no sign-in helps", async () => {
    await runtime.runPromise(sentinel.control("PATCH", "/behavior", { onBehalfOf: "block" }))
    const ana = await sentinel.person("ana")
    const { result } = await run(Effect.flip(Effect.flatMap(AzureRightsSource, (of) => of.rightsOf(ana, prod))))
    expect(result).toMatchObject({ _tag: "NotAuthorized", signIn: false, reason: expect.stringContaining("53003") })
    expect(result).not.toHaveProperty("claims")
    await runtime.runPromise(sentinel.control("PATCH", "/behavior", { onBehalfOf: "allow" }))
  })

  it("knows no rights while Azure doesn't tell them, and then does", async () => {
    const ben = await sentinel.person("ben")
    const asked = Effect.flatMap(AzureRightsSource, (rights) => rights.rightsOf(ben, prod))
    await runtime.runPromise(sentinel.fault("/permissions$", refusal(503, "ServiceUnavailable", { retryAfter: 2 })))
    expect((await run(Effect.flip(asked))).result).toMatchObject({ _tag: "RightsUnavailable", afterMillis: 20 })
    await runtime.runPromise(sentinel.heal)
    expect((await run(asked)).result.granted.length).toBeGreaterThan(0)
  })

  it("finds out by their role assignments what people may do who may not list their permissions", async () => {
    const [ben, elif] = [await sentinel.person("ben"), await sentinel.person("elif")]
    const rightsOf = (person: typeof ben) =>
      Effect.flatMap(AzureRightsSource, (rights) => rights.rightsOf(person, prod))
    await runtime.runPromise(sentinel.fault("/permissions$", refusal(403, "AuthorizationFailed")))
    const { result } = await run(rightsOf(ben))
    expect(isGranted(result, incidentsRead)).toBe(true)
    expect(isGranted(result, incidentsWrite)).toBe(true)
    expect((await run(rightsOf(elif))).result).toEqual({ granted: [], denied: [] })
  })

  it("finds out by trying what a custom role may do that may list neither its permissions nor its assignments (bad day 24)", async () => {
    const role = async (person: keyof typeof sample.person, roleName: string, ...actions: ReadonlyArray<string>) => {
      await sentinel.tenant.control("POST", "/arm/role-definitions", { roleName, permissions: [{ actions }] })
      const principalId = sample.person[person]
      const scope = sample.workspace("soc-prod")
      await sentinel.tenant.control("POST", "/arm/role-assignments", { principalId, role: roleName, scope })
    }
    await sentinel.tenant.control("PATCH", "/arm/behavior", { ownPermissions: "byRole" })
    await runtime.runPromise(sentinel.fault("/roleAssignments$", refusal(403, "AuthorizationFailed")))
    const rightsOf = async (person: keyof typeof sample.person) => {
      const caller = await sentinel.person(person)
      const { result } = await run(Effect.flatMap(AzureRightsSource, (rights) => rights.rightsOf(caller, prod)))
      return [incidentsRead, incidentsWrite].map((action) => isGranted(result, action))
    }
    const before = await sentinel.tenant.control("GET", "/arm/workspaces/soc-prod/incidents")
    expect(await rightsOf("elif")).toEqual([false, false])
    await role("elif", "Incident closer", "Microsoft.SecurityInsights/incidents/*")
    await role("farid", "Incident viewer", "Microsoft.SecurityInsights/incidents/read")
    expect(await rightsOf("elif")).toEqual([true, true])
    expect(await rightsOf("farid")).toEqual([true, false])
    expect(await sentinel.tenant.control("GET", "/arm/workspaces/soc-prod/incidents")).toEqual(before)
    await sentinel.tenant.control("PATCH", "/arm/behavior", { ownPermissions: "anyone" })
  })

  it("reads permissions over several pages", async () => {
    const ana = await sentinel.person("ana")
    await runtime.runPromise(sentinel.control("PATCH", "/arm/behavior", { authorizationPageSize: 1 }))
    const asked = Effect.flatMap(AzureRightsSource, (rights) => rights.rightsOf(ana, prod))
    const { result, calls } = await run(asked)
    expect(calls.length).toBeGreaterThan(1)
    expect(result.granted).toHaveLength(calls.length)
  })
})
