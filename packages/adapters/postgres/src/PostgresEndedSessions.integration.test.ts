import { endedSessionsContract } from "@incident-teams/application/testing/endedSessionsContract"
import { layerOn } from "./PostgresEndedSessions.ts"
import { onPostgres, underTest } from "./testing/postgresUnderTest.ts"

onPostgres(() => {
  endedSessionsContract("postgres", underTest(layerOn))
})
