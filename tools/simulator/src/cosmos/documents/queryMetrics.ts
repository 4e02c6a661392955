import type { Page } from "../query/run.ts"

/** The header that a query's client may ask for. Times are 0: the simulator's would say nothing of the service's. */
export const queryMetrics = ({ values, retrieved, retrievedBytes }: Page, outputBytes: number): string =>
  Object.entries({
    totalExecutionTimeInMs: 0,
    queryCompileTimeInMs: 0,
    queryLogicalPlanBuildTimeInMs: 0,
    queryPhysicalPlanBuildTimeInMs: 0,
    queryOptimizationTimeInMs: 0,
    VMExecutionTimeInMs: 0,
    indexLookupTimeInMs: 0,
    documentLoadTimeInMs: 0,
    systemFunctionExecuteTimeInMs: 0,
    userFunctionExecuteTimeInMs: 0,
    retrievedDocumentCount: retrieved,
    retrievedDocumentSize: retrievedBytes,
    outputDocumentCount: values.length,
    outputDocumentSize: outputBytes,
    writeOutputTimeInMs: 0,
    indexUtilizationRatio: retrieved === 0 ? 1 : values.length / retrieved
  })
    .map(([name, value]) => `${name}=${value}`)
    .join(";")
