// Setting up and checking the second step.
#include "server/auth/second_factor.hpp"

#include <algorithm>

#include "server/auth/totp.hpp"
#include "server/system/ids.hpp"

namespace countersign {

namespace {

// 80 random bits as 16 letters and digits in groups of four: so many that a digest needs no salt and nobody guesses one.
constexpr std::size_t recovery_bytes = 10;
constexpr std::size_t recovery_letters = 16;
constexpr std::size_t group_letters = 4;

std::string make_recovery_code() {
    const std::string letters = base32(random_bytes(recovery_bytes));
    std::string code;
    for (std::size_t i = 0; i < letters.size(); ++i) {
        if (i > 0 && i % group_letters == 0) code += '-';
        code += letters[i];
    }
    return code;
}

// As people type it: small letters, other groups. 0, 1 and 8 are no letters of base32; they are what O, I and B look like.
std::string plain(const std::string& code) {
    std::string letters;
    for (const char c : code) {
        if (c == ' ' || c == '-') continue;
        letters += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c == '0' ? 'O' : c == '1' ? 'I' : c == '8' ? 'B' : c;
    }
    return letters;
}

Digest digest_of_recovery_code(const UserId& user, const std::string& code) {
    return sha256("countersign recovery code " + user.value + " " + plain(code));
}

struct RecoveryCodes {
    std::vector<std::string> texts;
    std::vector<Digest> digests;
};

RecoveryCodes make_recovery_codes(const UserId& user) {
    RecoveryCodes codes;
    for (std::size_t i = 0; i < recovery_code_count; ++i) {
        codes.texts.push_back(make_recovery_code());
        codes.digests.push_back(digest_of_recovery_code(user, codes.texts.back()));
    }
    return codes;
}

std::string digits_of(const std::string& code) {
    std::string digits;
    for (const char c : code) {
        if (c != ' ') digits += c;
    }
    return digits;
}

bool is_app_code(const std::string& digits) {
    return digits.size() == totp_digits && digits.find_first_not_of("0123456789") == std::string::npos;
}

}  // namespace

Result<SecondFactorState, Failure> SecondFactor::state(const UserId& user) {
    auto record = store_.find(user);
    if (!record) return Error{record.error()};
    if (!record->has_value() || !(*record)->confirmed) return SecondFactorState{};
    auto left = store_.recovery_codes_left(user);
    if (!left) return Error{left.error()};
    return SecondFactorState{true, *left};
}

Result<std::optional<std::string>, Failure> SecondFactor::secret_of(const UserId& user, const SecondFactorRecord& record) const {
    auto secret = key_.unseal(record.sealed_secret, user.value);
    if (!secret) {
        return Error{Failure{"failure.second_factor_key", "check a code", user.value,
                             "its secret was sealed with another key; put countersign.key back, or reset the person's second step"}};
    }
    return secret;
}

Result<Result<SecondFactorSetUp, Refusal>, Failure> SecondFactor::begin(const Account& account) {
    using Outcome = Result<SecondFactorSetUp, Refusal>;
    const std::string secret = random_bytes(totp_secret_bytes);
    auto begun = store_.begin(account.actor.user, key_.seal(secret, account.actor.user.value));
    if (!begun) return Error{begun.error()};
    if (!*begun) return Outcome(Error{Refusal{"refusal.second_factor.already_on", {}}});
    return Outcome(SecondFactorSetUp{base32(secret), otpauth_uri(account.login, secret)});
}

Result<Result<std::vector<std::string>, Refusal>, Failure> SecondFactor::confirm(const UserId& user, const std::string& code, Instant now) {
    using Outcome = Result<std::vector<std::string>, Refusal>;
    const auto refuse = [](const char* key) { return Outcome(Error{Refusal{key, {}}}); };
    auto record = store_.find(user);
    if (!record) return Error{record.error()};
    if (!record->has_value()) return refuse("refusal.second_factor.not_begun");
    if ((*record)->confirmed) return refuse("refusal.second_factor.already_on");
    auto secret = secret_of(user, **record);
    if (!secret) return Error{secret.error()};
    const auto step = matching_totp_step(**secret, digits_of(code), now);
    if (!step) return refuse("refusal.second_factor.wrong_code");
    RecoveryCodes codes = make_recovery_codes(user);
    auto confirmed = store_.confirm(user, *step, codes.digests);
    if (!confirmed) return Error{confirmed.error()};
    if (!*confirmed) return refuse("refusal.second_factor.already_on");
    return Outcome(std::move(codes.texts));
}

Result<bool, Failure> SecondFactor::check(const UserId& user, const std::string& code, Instant now) {
    auto record = store_.find(user);
    if (!record) return Error{record.error()};
    if (!record->has_value() || !(*record)->confirmed) return false;
    const std::string digits = digits_of(code);
    if (is_app_code(digits)) {
        auto secret = secret_of(user, **record);
        if (!secret) return Error{secret.error()};
        const auto step = matching_totp_step(**secret, digits, now);
        if (!step) return false;
        return store_.use_step(user, *step);
    }
    if (plain(code).size() != recovery_letters) return false;
    return store_.use_recovery_code(user, digest_of_recovery_code(user, code));
}

Result<Result<std::vector<std::string>, Refusal>, Failure> SecondFactor::renew_recovery_codes(const UserId& user) {
    using Outcome = Result<std::vector<std::string>, Refusal>;
    auto now_on = state(user);
    if (!now_on) return Error{now_on.error()};
    if (!now_on->on) return Outcome(Error{Refusal{"refusal.second_factor.not_on", {}}});
    RecoveryCodes codes = make_recovery_codes(user);
    auto replaced = store_.replace_recovery_codes(user, codes.digests);
    if (!replaced) return Error{replaced.error()};
    return Outcome(std::move(codes.texts));
}

}  // namespace countersign
