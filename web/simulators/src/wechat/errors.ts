/** A refusal in the form of WeChat Pay's API v3: an HTTP status and {code, message, detail}. */
export class WechatError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly detail?: { location: string; field?: string; issue?: string },
  ) {
    super(message);
  }
}

export function parameterError(field: string, issue: string): WechatError {
  return new WechatError(400, "PARAM_ERROR", `参数错误: ${field} ${issue}`, {
    location: "body",
    field,
    issue,
  });
}
