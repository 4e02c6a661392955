import type { HttpClient } from "@azure/core-rest-pipeline"

/**
 * Notices that a query met a partition that was split (Cosmos DB: 410 with substatus 1002), and lets the SDK fail for
 * that. By itself it means to ask for the new partitions, but asks itself again for ever, and nothing else in the process
 * runs any more (@azure/cosmos 4.10.1, documentProducer.js: the failure is buffered and never taken out).
 */
export const noticingSplits = (client: HttpClient, noticed: () => void): HttpClient => ({
  sendRequest: async (request) => {
    const answer = await client.sendRequest(request)
    const isQuery = request.headers.get("x-ms-documentdb-isquery")?.toLowerCase() === "true"
    if (isQuery && answer.status === 410 && answer.headers.get("x-ms-substatus") === "1002") {
      answer.headers.delete("x-ms-substatus")
      noticed()
    }
    return answer
  }
})
