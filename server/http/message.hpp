// HttpRequest and HttpResponse: what the application sees of HTTP. Only http_server.cpp knows which library speaks it.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace countersign {

struct CaseInsensitiveLess {
    bool operator()(const std::string& left, const std::string& right) const;
};

using HeaderMap = std::map<std::string, std::string, CaseInsensitiveLess>;

enum class BodyState {
    complete,
    too_large,  ///< or of a request whose body nobody reads; `body` is not to be used
    broken,     ///< the connection ended or dripped beyond its time
};

struct HttpRequest {
    std::string method;
    std::string target;  ///< as it came: path and query, percent-encoded
    HeaderMap headers;
    std::string body;  ///< as it came: still compressed where Content-Encoding says so
    BodyState body_state = BodyState::complete;
    std::string peer_address;

    /// Empty when there is none.
    const std::string& header(const std::string& name) const;
    std::string_view path() const { return std::string_view(target).substr(0, target.find('?')); }
};

class FileBody;

struct HttpResponse {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::string body = {};
    std::shared_ptr<const FileBody> file = {};  ///< sent instead of `body`, where there is one

    void set(std::string name, std::string value);
};

}  // namespace countersign
