import { afterAll } from "vitest"
import { serverToAsk } from "../../testing/authorization/AuthorizationPlace.ts"
import { isArmRoute, testWhoMay } from "../../testing/authorization/testWhoMay.ts"
import { simulatedSentinel } from "../../testing/simulatedSentinel.ts"

const { layer } = await simulatedSentinel()
const server = serverToAsk({ incidents: layer })
afterAll(() => server.settled())

testWhoMay(server, isArmRoute)
