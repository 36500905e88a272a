/**
 * A self-signed certificate for feeds.example with its key, for tests that check certificates. Made once by
 * `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 -subj "/CN=Tieup test" -addext "subjectAltName=DNS:feeds.example"`.
 */
export const testCertificate = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUanQKZcw1cGbOpWeN2eVA2JfxmC0wCgYIKoZIzj0EAwIw
FTETMBEGA1UEAwwKVGlldXAgdGVzdDAgFw0yNjExMjMwMDAxMzJaGA8yMTI2MTAz
MDAwMDEzMlowFTETMBEGA1UEAwwKVGlldXAgdGVzdDBZMBMGByqGSM49AgEGCCqG
SM49AwEHA0IABKhdjL9sWiyw3vHGdFgnDzdg+sIB7f+eTl/zHxmECPy8OI/Yatpm
JlgxvU6XlHomsyKIARhQS26qj+riAzCyxJujbTBrMB0GA1UdDgQWBBSrjK0W8fEl
pT5CmQQFJw5yI/MMSzAfBgNVHSMEGDAWgBSrjK0W8fElpT5CmQQFJw5yI/MMSzAP
BgNVHRMBAf8EBTADAQH/MBgGA1UdEQQRMA+CDWZlZWRzLmV4YW1wbGUwCgYIKoZI
zj0EAwIDSAAwRQIhAI0IZTr619cpBG7BryROIFx5s5Ok5js8MHKfr/38R5n6AiAM
9AOXc++Yn5sAIugcoDNj8ueibNO956aUbMdQk6hTEw==
-----END CERTIFICATE-----`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgH6tY9Th4ENT6zjZw
SY7N6LMcpWmF2WvJy5Jhh1JcJdahRANCAASoXYy/bFossN7xxnRYJw83YPrCAe3/
nk5f8x8ZhAj8vDiP2GraZiZYMb1Ol5R6JrMiiAEYUEtuqo/q4gMwssSb
-----END PRIVATE KEY-----`,
};
