// StaticFiles: the portal's files from the folder that the build assembled (build/web). Files under app/<build>/ never change and are
// cached for ever; the few others are asked for each time. Compressed forms lie beside each file, made once by the build.
#pragma once

#include <optional>

#include "server/http/message.hpp"

namespace countersign {

class StaticFiles {
public:
    explicit StaticFiles(std::string directory) : directory_(std::move(directory)) {}

    /// Whether the portal is there at all.
    bool present() const;

    /// `path` follows the base path and has no leading slash. Paths of screens ("tickets/0190…") answer index.html; a missing file answers
    /// nothing.
    std::optional<HttpResponse> answer(const HttpRequest& request, std::string_view path, const std::string& base_path) const;

private:
    std::optional<HttpResponse> answer_file(const HttpRequest& request, const std::string& path, const std::string& base_path) const;
    std::optional<std::string> read_best_form(const HttpRequest& request, const std::string& path, HttpResponse& response) const;
    std::optional<std::string> read(const std::string& path) const;

    std::string directory_;
};

/// A path of plain segments only: letters, digits, '-', '_', '.', none beginning with a dot. What does not fit is never looked up on the
/// disk.
bool is_plain_path(std::string_view path);

}  // namespace countersign
