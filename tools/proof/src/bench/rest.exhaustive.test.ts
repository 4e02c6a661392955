import { expect, it } from "vitest"
import { restFigures, see, withContest } from "./rest.ts"

it(
  "compares our server with one that returns the same body and headers and also refuses a wrong token, round by round",
  () =>
    withContest(async (contest) => {
      const { ours, sameWork, tokens } = contest
      // Reading a team makes a verification due, which changes this member.
      for (const token of tokens) {
        const [mine, other] = [await see(ours, token), await see(sameWork, token)]
        const { updatedAt } = mine.body
        expect({ ...other, body: { ...other.body, updatedAt } }).toEqual(mine)
      }
      for (const url of [ours, sameWork]) {
        expect((await fetch(url)).status).toBe(401)
        expect((await fetch(url, { headers: { authorization: "Bearer x.y.z" } })).status).toBe(401)
      }

      const figures = await restFigures(contest, { rounds: 2, seconds: 1, starts: 1 })
      expect(figures.restVsSameWork).toMatchObject({ rounds: 2, median: expect.any(Number) })
      const { ours: mineASecond, sameWork: theirsASecond } = figures.perSecond
      expect(Math.min(mineASecond.least, theirsASecond.least, figures.serverColdStartMs.least)).toBeGreaterThan(0)
    }),
  480_000
)
