import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { incidentsRead, incidentsWrite } from "@incident-teams/domain/permissions/AzureActions"
import { Cause, Effect, Exit, Layer } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect, it } from "vitest"
import { AzureRightsSource, RightsUnavailable } from "../ports/AzureRightsSource.ts"
import { Directory } from "../ports/Directory.ts"
import { IncidentSource, UnknownWorkspace } from "../ports/IncidentSource.ts"
import type { Session } from "../ports/Session.ts"
import { TeamStore } from "../ports/TeamStore.ts"
import { deploymentWith } from "../testing/deploymentWith.ts"
import { firstCommit, lab, soc, storedOf } from "../testing/team-store/commits.ts"
import { allowDirectorySearch } from "./directoryAccess.ts"
import { accountOf, applicationOf, rightsTo, sessionOf } from "./testing/callers.ts"

const { team } = firstCommit(1)
const readsOnly: AzureRightsSource["Service"]["rightsOf"] = () => Effect.succeed(rightsTo(incidentsRead))
const writesIn =
  (workspace: WorkspaceAlias): AzureRightsSource["Service"]["rightsOf"] =>
  (_, asked) =>
    Effect.succeed(rightsTo(asked === workspace ? incidentsWrite : incidentsRead))
const down = new RightsUnavailable({ reason: "Down.", cause: undefined })

/** Person 1 owns the one team that is stored. What isn't given here mustn't be asked. */
const search = (
  session: Session,
  rightsOf: AzureRightsSource["Service"]["rightsOf"],
  {
    of,
    person,
    stored = false,
    workspaces = [soc, lab]
  }: {
    readonly of?: typeof team.id
    readonly person?: Directory["Service"]["person"]
    readonly stored?: boolean
    readonly workspaces?: ReadonlyArray<WorkspaceAlias>
  } = {}
) =>
  Effect.exit(allowDirectorySearch(session, { team: of })).pipe(
    Effect.provide([
      Layer.mock(AzureRightsSource)({ rightsOf }),
      Layer.mock(Directory)(person === undefined ? {} : { person }),
      Layer.mock(IncidentSource)({
        workspaces: workspaces.map((alias) => ({ alias, fullIdOf: () => team.incident.armId }))
      }),
      Layer.mock(TeamStore)(
        stored
          ? {
              load: (id) => (id === team.id ? Effect.succeedSome(storedOf(team)) : Effect.succeedNone),
              roster: () => Effect.succeedNone
            }
          : {}
      ),
      deploymentWith()
    ])
  )
const run = (...how: Parameters<typeof search>) => Effect.runPromise(search(...how))
const known = { person: () => Effect.succeedSome(accountOf(1)) }
const refused = (exit: Exit.Exit<unknown, unknown>) =>
  Exit.isFailure(exit) ? (Cause.squash(exit.cause) as { readonly _tag?: string })._tag : "allowed"

describe("a search of the directory", () => {
  it("is for those who write incidents on some workspace, without a look at any team", async () => {
    for (const workspace of [soc, lab]) {
      expect(refused(await run(sessionOf(1), writesIn(workspace), { ...known, of: team.id }))).toBe("allowed")
    }
    expect(refused(await run(sessionOf(1), readsOnly, known))).toBe("NotAllowed")
  })

  it("is for owners of the team that it is for", async () => {
    expect(refused(await run(sessionOf(1), readsOnly, { ...known, stored: true, of: team.id }))).toBe("allowed")
    expect(refused(await run(sessionOf(2), readsOnly, { ...known, stored: true, of: team.id }))).toBe("NotAllowed")
    const other = firstCommit(2).team.id
    expect(refused(await run(sessionOf(1), readsOnly, { ...known, stored: true, of: other }))).toBe("NotAllowed")
  })

  it("asks for no person's account where an application searches", async () => {
    expect(refused(await run(applicationOf(1), writesIn(soc)))).toBe("allowed")
  })

  it("of a guest, or with a disabled account, is refused before Azure is asked", async () => {
    const azure = () => Effect.die("asked")
    for (const account of [accountOf(1, { guest: true }), accountOf(1, { enabled: false })]) {
      const person = () => Effect.succeedSome(account)
      expect(refused(await run(sessionOf(1), azure, { person }))).toBe("NotAllowed")
    }
    expect(refused(await run(sessionOf(1), azure, { person: () => Effect.succeedNone }))).toBe("NotAllowed")
  })

  it("doesn't fail because of a workspace that can't be asked, unless no other grants it", async () => {
    const one: AzureRightsSource["Service"]["rightsOf"] = (who, workspace) =>
      workspace === soc ? Effect.fail(down) : writesIn(lab)(who, workspace)
    expect(refused(await run(sessionOf(1), one, known))).toBe("allowed")
    const none: AzureRightsSource["Service"]["rightsOf"] = (who, workspace) =>
      workspace === soc ? Effect.fail(down) : readsOnly(who, workspace)
    expect(refused(await run(sessionOf(1), none, known))).toBe("RightsUnavailable")
  })

  it("takes a configured workspace that isn't known for a defect", async () => {
    const exit = await run(sessionOf(1), (_, workspace) => Effect.fail(new UnknownWorkspace({ workspace })), known)
    expect(Exit.isFailure(exit) && Cause.hasDies(exit.cause)).toBe(true)
  })

  it("asks Azure about four workspaces at the same time", async () => {
    const workspaces = ["a", "b", "c", "d", "e"].map((alias) => WorkspaceAlias.make(alias))
    const asked: Array<string> = []
    const silent: AzureRightsSource["Service"]["rightsOf"] = (_, workspace) =>
      Effect.andThen(
        Effect.sync(() => asked.push(workspace)),
        Effect.never
      )
    await Effect.runPromise(
      Effect.gen(function* () {
        yield* Effect.forkChild(search(sessionOf(1), silent, { ...known, workspaces }))
        yield* TestClock.adjust(0)
      }).pipe(Effect.provide(TestClock.layer()))
    )
    expect(asked).toEqual(["a", "b", "c", "d"])
  })
})
