/** `--init`: everything the simulators need, and what a front must know of them. */
import { randomBytes, X509Certificate } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { createCertificate, createPlatformKeys, writeSecret } from "./keys.js";
import { publicKeyId } from "./wechat/keys.js";

const mchid = "1900000001";
const appid = "wx0000000000000001";
const accessKeyId = "LTAISimulatedAccessKey01";
const invoiceKeyId = "simulated-invoice-caller";

/** The front's notices by its own names; it sends the code, and its parameters fill the variables of the text. */
const templates: Record<string, { code: string; text: string }> = {
  phone_code: {
    code: "SMS_100001",
    text: "验证码${code}，${minutes}分钟内有效，请勿告诉他人。",
  },
  review_passed: {
    code: "SMS_100002",
    text: "您的业务${order}审核已通过，请打开APP，在业务查询中安装证书。",
  },
  order_rejected: {
    code: "SMS_100003",
    text: "您的业务${order}审核未通过，请打开APP查看原因，修改后重新提交。",
  },
  completed: {
    code: "SMS_100004",
    text: "您的业务${order}已办结，电子发票已发送至您的邮箱，也可在APP中下载。",
  },
  paper_wanted: {
    code: "SMS_100005",
    text: "您的业务${order}扫描件已受理，请将签署的申请表寄送或递交至${point}（${address}）。",
  },
  key_suspended: {
    code: "SMS_100006",
    text: "疑似手机被复制：业务${order}的证书密钥已暂停使用。如非本人操作，请立即联系受理点。",
  },
  key_locked: {
    code: "SMS_100007",
    text: "业务${order}的证书密钥因PIN码多次输入错误已锁定，请联系受理点办理解锁。",
  },
  key_frozen: {
    code: "SMS_100010",
    text: "业务${order}的证书已在手机上冻结，解冻前不能使用。如非本人操作，请立即联系受理点。",
  },
  key_unfrozen: {
    code: "SMS_100011",
    text: "业务${order}的证书已解冻。如非本人操作，请立即联系受理点。",
  },
  key_held: {
    code: "SMS_100012",
    text: "业务${order}的证书已由受理点根据来电冻结，解冻前不能使用。如非本人来电，请立即联系受理点。",
  },
  key_released: {
    code: "SMS_100013",
    text: "业务${order}的证书已由受理点解冻。如非本人要求，请立即联系受理点。",
  },
  pin_changed: {
    code: "SMS_100008",
    text: "业务${order}的证书密钥PIN码已修改。如非本人操作，请立即联系受理点。",
  },
  unlock_approved: {
    code: "SMS_100014",
    text: "业务${order}的证书密钥解锁已批准，请在APP中设置新PIN码。如非本人申请，请立即联系受理点。",
  },
  key_unlocked: {
    code: "SMS_100015",
    text: "业务${order}的证书密钥已解锁并设置新PIN码。如非本人操作，请立即联系受理点。",
  },
  key_transferred: {
    code: "SMS_100016",
    text: "业务${order}的证书密钥已转移到另一部手机。如非本人操作，请立即联系受理点。",
  },
  replacement_announced: {
    code: "SMS_100017",
    text: "业务${order}的证书补办已批准。如非本人申请，请立即用现在的手机登录任一网站或联系受理点。",
  },
  key_recovered: {
    code: "SMS_100018",
    text: "业务${order}的证书的密钥恢复已批准，请在APP中恢复。如非本人申请，请立即联系受理点。",
  },
  key_handed_over: {
    code: "SMS_100019",
    text: "认证机构已依法将业务${order}的证书的加密密钥提供给有权机关，签名密钥不受影响。如有疑问，请联系受理点。",
  },
  renewal_due: {
    code: "SMS_100020",
    text: "业务${order}的证书将于${date}到期，请在APP的业务办理中选择更新，以免影响使用。",
  },
  phone_changed: {
    code: "SMS_100021",
    text: "您办理证书业务的手机号已由尾号${from}更换为尾号${to}。如非本人操作，请立即联系受理点冻结证书。",
  },
  other_number_applied: {
    code: "SMS_100022",
    text: "有人以另一手机号就业务${order}的证书申请办理${business}。如非本人申请，请立即联系受理点冻结证书。",
  },
  certificate_revoked: {
    code: "SMS_100009",
    text: "业务${order}的证书已注销，不能再使用。如有疑问，请联系受理点。",
  },
};

/**
 * `portBase` undefined: any free port at each start. `publicHost`: this machine as other machines know it, which opens the
 * simulators to them; undefined keeps them to this machine. Throws an Error that says what is wrong.
 */
export function initialize(folder: string, portBase: string | undefined, publicHost?: string): void {
  const base = portBase === undefined ? 0 : Number(portBase);
  if (!Number.isInteger(base) || base < 0 || base > 65530)
    throw new Error("--port-base is a number from 1 to 65530");
  const root = resolve(folder);
  const wechat = join(root, "wechat");
  mkdirSync(wechat, { recursive: true });
  if (!existsSync(join(wechat, "platform_certificate.pem"))) createPlatformKeys(wechat);
  if (!existsSync(join(wechat, "merchant_certificate.pem"))) {
    createCertificate(wechat, "merchant", `/C=CN/O=Demonstration merchant/CN=${mchid}`, "");
  }
  if (!existsSync(join(root, "mail", "mail_certificate.pem"))) {
    createCertificate(join(root, "mail"), "mail", "/CN=localhost", "DNS:localhost,IP:127.0.0.1");
  }
  keepSecret(join(wechat, "apiv3.key"), 16);
  keepSecret(join(root, "sms.secret"), 20);
  keepSecret(join(root, "invoice.secret"), 32);

  const port = (offset: number) => (base === 0 ? 0 : base + offset);
  const configurationFile = join(root, "simulators.json");
  if (!existsSync(configurationFile) || base !== 0) {
    writeFileSync(
      configurationFile,
      JSON.stringify(
        {
          host: publicHost === undefined ? "127.0.0.1" : "0.0.0.0",
          ...(publicHost !== undefined && { publicHost }),
          dataFolder: ".",
          wechat: {
            port: port(0),
            mchid,
            appid,
            merchantName: "示范认证中心",
            merchantCertificateFile: "wechat/merchant_certificate.pem",
            apiV3KeyFile: "wechat/apiv3.key",
            retrySeconds: [1, 1, 2, 4, 8, 15, 30, 60, 120],
          },
          sms: {
            port: port(1),
            accessKeyId,
            accessKeySecretFile: "sms.secret",
            templates: Object.fromEntries(Object.values(templates).map(({ code, text }) => [code, text])),
            limitPerMinute: 0,
          },
          smtp: {
            port: port(2),
            tls: { keyFile: "mail/mail_key.pem", certificateFile: "mail/mail_certificate.pem" },
          },
          outbox: { port: port(3) },
          invoice: { port: port(4), keyId: invoiceKeyId, secretFile: "invoice.secret" },
        },
        null,
        2,
      ) + "\n",
    );
  }
  writeFrontFiles(root, wechat);
}

/** Writes `bytes` random bytes as hex unless the file is there. */
function keepSecret(file: string, bytes: number): void {
  if (!existsSync(file)) writeSecret(file, randomBytes(bytes).toString("hex") + "\n");
}

function writeFrontFiles(root: string, wechat: string): void {
  const serial = (name: string) => new X509Certificate(readFileSync(join(wechat, name))).serialNumber;
  const values: Record<string, Record<string, string>> = {
    "payment.wechat": {
      mchid,
      appid,
      merchant_serial: serial("merchant_certificate.pem"),
      merchant_key_file: join(wechat, "merchant_key.pem"),
      api_v3_key_file: join(wechat, "apiv3.key"),
      platform_certificate_serial: serial("platform_certificate.pem"),
      platform_certificate_file: join(wechat, "platform_certificate.pem"),
      platform_public_key_id: publicKeyId,
      platform_public_key_file: join(wechat, "platform_public_key.pem"),
    },
    "sms.aliyun": {
      access_key_id: accessKeyId,
      access_key_secret_file: join(root, "sms.secret"),
      sign_name: "示范认证中心",
      ...Object.fromEntries(Object.entries(templates).map(([name, { code }]) => [`template_${name}`, code])),
    },
    "mail.smtp": { certificate_authority_file: join(root, "mail", "mail_certificate.pem") },
    "invoice.platform": { key_id: invoiceKeyId, secret_file: join(root, "invoice.secret") },
  };
  const toml = Object.entries(values).map(
    ([table, entries]) =>
      `[${table}]\n${Object.entries(entries)
        .map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`)
        .join("")}`,
  );
  writeFileSync(
    join(root, "front.toml"),
    "# How a front reaches the simulators; their ports are printed when they start.\n" + toml.join("\n"),
  );
  writeFileSync(join(root, "front.json"), JSON.stringify(values, null, 2) + "\n");
}
