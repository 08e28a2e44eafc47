# ActiveSupport as a peer: one JSON document in, one out.
#
#   apt-get install ruby-activesupport
#   ruby mint.rb < jobs.json
require "active_support/all"
require "base64"
require "json"
require "openssl"

# What is signed is text that was serialized before.
module Plain
  def self.dump(value) = value
  def self.load(value) = value
end

def unhex(digits) = [digits].pack("H*")

def keys(job)
  dialect = job["dialect"]
  dialect["secrets_hex"].map { |digits| unhex(digits) }.map do |secret|
    next secret if dialect["kind"] == "rails-verifier"

    hash = dialect["legacy"] ? "SHA1" : "SHA256"
    OpenSSL::KDF.pbkdf2_hmac(secret, salt: "signed cookie", iterations: 1000, length: 64, hash: hash)
  end
end

def verifiers(job)
  digest = job["dialect"].fetch("digest", "sha1").upcase
  keys(job).map { |key| ActiveSupport::MessageVerifier.new(key, digest: digest, serializer: Plain) }
end

def options(job)
  job["dialect"]["kind"] == "rails" ? { purpose: "cookie.#{job["name"]}" } : {}
end

def seal(job)
  expiry = job["expires_ms"] ? { expires_at: Time.at(0, job["expires_ms"], :millisecond) } : {}
  verifiers(job).first.generate(unhex(job["value_hex"]), **options(job), **expiry)
end

def open(job)
  now = Time.at(0, job["now"], :millisecond).utc
  Time.define_singleton_method(:now) { now }
  verifiers(job).each do |verifier|
    value = verifier.verified(job["text"], **options(job))
    return { ok: value.unpack1("H*") } if value
  end
  { err: "nil" }
rescue StandardError => error
  { err: error.class.name }
end

jobs = JSON.parse($stdin.read)
answers = {
  versions: { "ActiveSupport" => ActiveSupport::VERSION::STRING },
  sealed: jobs["seal"].to_h { |job| [job["id"], seal(job)] },
  opened: jobs["open"].to_h { |job| [job["id"], open(job)] },
}
# ActiveSupport's own encoder would escape "&".
puts JSON.generate(answers)
